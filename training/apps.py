from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TrainingConfig(AppConfig):
    name = "training"
    verbose_name = _("Training")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from reform.editorial.notices import mailed_by

        from . import notices, receivers  # noqa: F401
        from .models import TrainingNotice

        mailed_by(TrainingNotice, notices.mail)
