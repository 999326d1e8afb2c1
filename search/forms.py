"""Fields of the search's forms in the admin."""

from typing import Any

from wagtail.admin.widgets import AdminPageChooser


class AnyPageChooser(AdminPageChooser):
    """Wagtail's chooser of pages, for which a forged number that is none counts as no choice."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        value = super().value_from_datadict(data, files, name)
        number = str(value or "")
        return value if number.isascii() and number.isdigit() and len(number) < 19 else None
