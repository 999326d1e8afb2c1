from typing import Any

from django.apps import AppConfig, apps
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class EditorialConfig(AppConfig):
    name = "reform.editorial"
    label = "editorial"
    verbose_name = _("Editorial office")

    def ready(self) -> None:
        from . import signals  # noqa: F401

        post_migrate.connect(install)


def install(sender: AppConfig, using: str, **kwargs: Any) -> None:
    """The three-step review exists after installation. Runs after the roles are made (people comes first)."""
    if using == "default" and sender == list(apps.get_app_configs())[-1]:
        from .installation import install_review

        install_review()
