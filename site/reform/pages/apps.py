from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PagesConfig(AppConfig):
    name = "reform.pages"
    label = "pages"
    verbose_name = _("Pages")

    def ready(self) -> None:
        from . import checks, signals  # noqa: F401
        from .snippets import mend_views

        mend_views()
