"""A list of people from an xlsx: who is meant by each row, and which rows mean nobody."""

import io
import unicodedata
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import load_workbook

from reform.editorial.extract import MAX_BYTES, UnreadableFile, open_office
from reform.people.models import User

HEADS = {
    "username": ("用户名", "账号", "登录名", "username"),
    "name": ("姓名", "名字", "name"),
    "unit": ("单位", "工作单位", "所在单位", "unit"),
}
MOST_ROWS = 5_000
HEAD_WITHIN = 10


@dataclass
class Listed:
    """The people found, in order, each once, and (row, reason) for the rows that were not understood."""

    people: list[User] = field(default_factory=list)
    problems: list[tuple[int, str]] = field(default_factory=list)


def read(data: bytes) -> Listed:
    """Raises `UnreadableFile` for what is no workbook, or has neither 用户名 nor 姓名. Two queries."""
    if len(data) > MAX_BYTES:
        raise UnreadableFile(_("The file is larger than %(limit)d MB.") % {"limit": MAX_BYTES // 1024 // 1024})
    open_office(data, "xl/workbook.xml").close()
    try:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        sheet = book.worksheets[0]
        sheet.reset_dimensions()
        lines = [tuple(row) for row in sheet.iter_rows(max_col=30, max_row=MOST_ROWS + HEAD_WITHIN, values_only=True)]
    except Exception as error:  # openpyxl raises whatever its parsers raise
        raise UnreadableFile(_("The workbook is damaged and cannot be opened.")) from error
    head, columns = _head(lines)
    rows = [
        (number, {key: _text(line[at]) for key, at in columns.items() if at < len(line)})
        for number, line in enumerate(lines[head + 1 :], start=head + 2)
    ]
    return _found([(number, row) for number, row in rows if any(row.values())])


def _text(value: Any) -> str:
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return unicodedata.normalize("NFKC", str(value)).strip() if value is not None else ""


def _head(lines: list[tuple[Any, ...]]) -> tuple[int, dict[str, int]]:
    known = {word: key for key, words in HEADS.items() for word in words}
    for number, line in enumerate(lines[:HEAD_WITHIN]):
        words = [_text(value).replace(" ", "").rstrip("*").lower() for value in line]
        columns = {known[word]: at for at, word in reversed(list(enumerate(words))) if word in known}
        if "username" in columns or "name" in columns:
            return number, columns
    raise UnreadableFile(_("The first rows have neither the column 用户名 nor 姓名."))


def _found(rows: list[tuple[int, dict[str, str]]]) -> Listed:
    listed = Listed()
    usernames = {row["username"] for _number, row in rows if row.get("username")}
    names = {row["name"] for _number, row in rows if row.get("name")}
    active = User.objects.filter(is_active=True).select_related("unit")
    by_username = {user.username.lower(): user for user in active.filter(username__in=_cases(usernames))}
    by_name: dict[str, list[User]] = {}
    for user in active.filter(name__in=names):
        by_name.setdefault(user.name, []).append(user)
    seen: set[int] = set()
    for number, row in rows:
        answer = _who(row, by_username, by_name)
        if isinstance(answer, str):
            listed.problems.append((number, answer))
        elif answer.pk in seen:
            listed.problems.append((number, _("%(name)s is in the list twice.") % {"name": answer}))
        else:
            seen.add(answer.pk)
            listed.people.append(answer)
    return listed


def _cases(usernames: set[str]) -> set[str]:
    return usernames | {name.lower() for name in usernames}


def _who(row: dict[str, str], by_username: dict[str, User], by_name: dict[str, list[User]]) -> User | str:
    """The person of a row, or why there is none."""
    if username := row.get("username"):
        user = by_username.get(username.lower())
        if user is None:
            return _("Nobody has the user name %(name)s, or the account is closed.") % {"name": username}
        if row.get("name") and row["name"] != user.name:
            return _("The user name %(username)s belongs to somebody else than %(name)s.") % {
                "username": username, "name": row["name"],
            }  # fmt: skip
        return user
    same = by_name.get(row.get("name", ""), [])
    if unit := row.get("unit"):
        same = [user for user in same if user.unit and unit in {user.unit.name, user.unit.short_name, user.unit.code}]
    if not same:
        return _("Nobody here is called %(name)s.") % {"name": row.get("name", "") or "—"}
    if len(same) > 1:
        return _("%(number)d people are called %(name)s. Add the user name or the unit.") % {
            "number": len(same), "name": row["name"],
        }  # fmt: skip
    return same[0]
