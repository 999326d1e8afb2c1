from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TypicalsConfig(AppConfig):
    name = "typicals"
    verbose_name = _("Exemplars")

    def ready(self) -> None:
        from . import signals  # noqa: F401
