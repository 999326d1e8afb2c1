"""The workbook to fill in: two sheets with explained headers and lists to choose from, and a sheet of instructions."""

from io import BytesIO
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from .columns import SHEETS, Sheet, choices

ROWS = 5000  # as many as are read


def build_template() -> bytes:
    """The template as bytes of an xlsx, in the language of the reader."""
    book = Workbook()
    notes: Any = book.active
    lists = book.create_sheet(_("Lists"))
    for number, sheet in enumerate(SHEETS):
        _data_sheet(book.create_sheet(str(sheet.title), number), sheet, lists)
    lists.sheet_state = "hidden"
    _notes(notes)
    notes.title = _("How to fill in")
    book.active = 0
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _data_sheet(page: Any, sheet: Sheet, lists: Any) -> None:
    for number, column in enumerate(sheet.columns, start=1):
        letter = get_column_letter(number)
        head = page.cell(1, number, f"{column.title}*" if column.required else str(column.title))
        head.font = Font(bold=True, color="FFFFFF")
        head.fill = PatternFill("solid", fgColor="A8231A" if column.required else "5A554D")
        head.alignment = Alignment(vertical="center")
        head.comment = Comment(str(column.note), "", width=260, height=90)
        page.column_dimensions[letter].width = column.width
        if column.key not in {"order"}:
            # Text, so that leading zeros of codes and long numbers stay as typed.
            page.column_dimensions[letter].number_format = "@"
        if column.choices:
            _choice_list(page, letter, column.choices, lists)
    page.row_dimensions[1].height = 24
    page.freeze_panes = "A2"


def _choice_list(page: Any, letter: str, name: str, lists: Any) -> None:
    values = choices(name)
    if not values:
        return
    place = lists.max_column + 1 if lists.cell(1, 1).value else 1
    lists.cell(1, place, name)
    for row, value in enumerate(values, start=2):
        lists.cell(row, place, value)
    source = get_column_letter(place)
    rule = DataValidation(
        type="list", formula1=f"'{lists.title}'!${source}$2:${source}${len(values) + 1}", allow_blank=True
    )
    # A person may hold several roles, separated by 、, which a list of single values would refuse.
    rule.showErrorMessage = name != "roles"
    rule.errorTitle, rule.error = _("Not in the list"), _("Choose one of the values in the list.")
    page.add_data_validation(rule)
    rule.add(f"{letter}2:{letter}{ROWS + 1}")


def _notes(page: Any) -> None:
    lines = [
        _("One row is one unit or one person. Columns with * must be filled in."),
        _("Do not change the titles of the columns; their order does not matter, and columns of your own are ignored."),
        _("A unit is found by its code, a person by the user name: who exists is changed, who does not is added."),
        _("An empty cell leaves what is stored as it is. Nobody is removed or closed by an import."),
        _(
            "After the upload a preview shows every change and every bad row with its reason. Nothing is written before you confirm."
        ),
        _("No passwords are imported. New people get a link by e-mail or a printed one-time password."),
    ]
    page.column_dimensions["A"].width = 100
    page.cell(1, 1, _("How to fill in")).font = Font(bold=True, size=14)
    for row, line in enumerate(lines, start=3):
        page.cell(row, 1, f"{row - 2}. {line}").alignment = Alignment(wrap_text=True)
