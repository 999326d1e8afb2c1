from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TypicalsConfig(AppConfig):
    name = "typicals"
    verbose_name = _("Exemplars")

    def ready(self) -> None:
        from reform.editorial.notices import mailed

        from . import notices, signals  # noqa: F401
        from .models import NominationNotice

        mailed(NominationNotice, notices.mail)
