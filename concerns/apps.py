from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class ConcernsConfig(AppConfig):
    name = "concerns"
    verbose_name = _("Concerns")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from reform.editorial.notices import mailed_by

        from . import mailing
        from .models import ConcernMail

        mailed_by(ConcernMail, mailing.send)
        post_migrate.connect(make_clock_rules, sender=self)


def make_clock_rules(using: str, **kwargs: Any) -> None:
    """The rules of `rules/clocks.yaml` that are not in the table yet; what an administrator changed stays."""
    if using != "default":
        return
    from .models import ClockRule
    from .models.clocks import shipped

    for key, rule in shipped()["rules"].items():
        ClockRule.objects.get_or_create(key=key, defaults=rule)
