from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _

from reform.people.apps import last_app


class EditorialConfig(AppConfig):
    name = "reform.editorial"
    label = "editorial"
    verbose_name = _("Editorial office")

    def ready(self) -> None:
        from . import signals  # noqa: F401
        from .translations import live_rows
        from .translations import signals as translation_signals  # noqa: F401

        live_rows.close()

        post_migrate.connect(install)


def install(sender: AppConfig, using: str, **kwargs: Any) -> None:
    """The three-step review and a wording list exist after installation. Runs after the roles are made (people comes first)."""
    if using == "default" and sender == last_app():
        from .installation import install_review
        from .starter import install_wording

        install_review()
        install_wording()
