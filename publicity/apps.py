from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PublicityConfig(AppConfig):
    name = "publicity"
    verbose_name = _("Publicity")

    def ready(self) -> None:
        from reform.editorial.numbers.votes import register

        from . import lists, votes

        lists.register()
        register(votes.helped)
