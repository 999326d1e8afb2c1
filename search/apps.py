from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class SearchConfig(AppConfig):
    name = "search"
    verbose_name = _("Search")

    def ready(self) -> None:
        from . import pages, signals  # noqa: F401

        signals.connect_documents()

        # Each app's `search.py` registers what of it can be found.
        autodiscover_modules("search")
