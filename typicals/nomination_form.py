"""The form in which a unit proposes."""

from typing import Any

from django.conf import settings
from wagtail.admin.forms import WagtailAdminModelForm


class NominationForm(WagtailAdminModelForm):
    """Offers topics and honours in the language of the source alone: their translations follow."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("topic", "honour"):
            if name in self.fields:
                field: Any = self.fields[name]
                field.queryset = field.queryset.filter(locale__language_code=settings.LANGUAGE_CODE)
