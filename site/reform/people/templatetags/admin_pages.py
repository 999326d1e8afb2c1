"""What the admin pages share whose views are not Wagtail's generic ones."""

from typing import Any

from django import template
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

register = template.Library()


@register.inclusion_tag("people/admin_header.html")
def admin_header(title: Any, about: Any = "", icon: str = "") -> dict[str, Any]:
    """The slim header of Wagtail's own pages. With `about`, what a page of one thing is about, both stand large below it."""
    name = f"{title}{pgettext('between name and value', ': ')}{about}" if about else title
    return {
        "breadcrumbs_items": [
            {"url": reverse("wagtailadmin_home"), "label": _("Home")},
            {"url": "", "label": title, "sublabel": about},
        ],
        "title": name,
        "about": about,
        "icon_name": icon,
    }
