"""The columns of the two sheets: names in every language of the site, meaning, and what a cell may hold."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from ..models import Region, Unit, User
from ..roles import ROLES


@dataclass(frozen=True)
class Column:
    """`key` is the field; `title` heads the column; `note` is shown in the template's header cell."""

    key: str
    title: Any
    note: Any
    required: bool = False
    width: int = 16
    choices: str = ""  # name of the list of allowed values, for the template

    def titles(self) -> set[str]:
        """What may stand in the header: the title in each language, with or without the mark of a required column."""
        found = {self.key}
        for language, _name in settings.LANGUAGES:
            with override(language):
                found.add(str(self.title))
        return {title.casefold() for title in found}


@dataclass(frozen=True)
class Sheet:
    key: str
    title: Any
    columns: tuple[Column, ...]
    identity: str

    def titles(self) -> set[str]:
        found = {self.key}
        for language, _name in settings.LANGUAGES:
            with override(language):
                found.add(str(self.title))
        return {title.casefold() for title in found}


UNITS = Sheet(
    "units",
    _("Units"),
    (
        Column("code", _("Unit code"), _("Required. The same in every list; an existing unit is found by it."), True),
        Column("name", _("Unit name"), _("Required. The full name as on its seal."), True, 32),
        Column("short_name", _("Short name"), _("Optional. Shown where there is little room.")),
        Column("kind", _("Kind"), _("Choose from the list; empty: department."), False, 14, "kinds"),
        Column("parent", _("Code of the unit above"), _("Empty: at the top. May be a unit in this sheet.")),
        Column("region", _("Region code"), _("Administrative division code; empty: none."), False, 16, "regions"),
        Column("order", _("Order"), _("A whole number; smaller ones come first."), False, 10),
        Column("name_en", _("English name"), _("Optional. Shown on English pages."), False, 32),
    ),
    "code",
)
PEOPLE = Sheet(
    "people",
    _("People"),
    (
        Column("username", _("User name"), _("Required. For signing in; an existing account is found by it."), True),
        Column("name", _("Full name"), _("Required."), True, 12),
        Column("unit", _("Unit code"), _("Code of a unit, existing or in the other sheet.")),
        Column("post", _("Post"), _("Optional."), False, 18),
        Column("rank", _("Rank group"), _("Choose from the list; empty: other."), False, 18, "ranks"),
        Column("mobile", _("Mobile"), _("Optional. 11 digits."), False, 16),
        Column("email", _("E-mail"), _("Optional. The link for the first password goes there."), False, 28),
        Column("roles", _("Roles"), _("Several are separated by 、. Empty: no change."), False, 24, "roles"),
    ),
    "username",
)
SHEETS = (UNITS, PEOPLE)


def choices(name: str) -> list[str]:
    """The allowed values of a column in words, for the template's lists."""
    if name == "kinds":
        return [str(label) for label in Unit.Kind.labels]
    if name == "ranks":
        return [str(label) for label in User.Rank.labels]
    if name == "roles":
        return [role.name for role in ROLES]
    return list(Region.objects.values_list("code", flat=True)[:500])


def value_of(enum: Any, words: str) -> str | None:
    """The stored value for what stands in a cell: the label in any language, or the value itself. None: not one of them."""
    wanted = words.casefold()
    for value in enum.values:
        if wanted == value:
            return value
    for language, _name in settings.LANGUAGES:
        with override(language):
            for value, label in enum.choices:
                if wanted == str(label).casefold():
                    return value
    return None
