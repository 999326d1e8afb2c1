"""The sections of the home page with their pages: all fetched together, so that ten sections cost what one costs."""

from typing import Any

from wagtail.blocks import StreamValue
from wagtail.models import Page

from . import queries


def resolve(sections: StreamValue, request: Any) -> list[dict[str, Any]]:
    """For each section its `kind`, its `value` and the live, public `pages` it shows (by name of the slot).

    A page that was withdrawn since the editor chose it is simply not there.
    """
    chosen = _by_id(_page_ids(sections))
    return [{"kind": child.block_type, "value": child.value, **_pages(child, chosen)} for child in sections]


def _page_ids(sections: StreamValue) -> set[int]:
    ids: set[int] = set()
    for child in sections:
        raw = child.get_prep_value()["value"]
        ids |= set(_numbers(raw))
    return ids


def _numbers(raw: Any) -> list[int]:
    """The page ids in a stored section: values of the keys that choosers use."""
    found: list[int] = []
    if isinstance(raw, dict):
        for key, value in raw.items():
            if key in {"lead", "page", "column"} and isinstance(value, int):
                found.append(value)
            else:
                found += _numbers(value)
    elif isinstance(raw, list):
        for item in raw:
            value = item.get("value") if isinstance(item, dict) and "value" in item else item
            found += [value] if isinstance(value, int) else _numbers(value)
    return found


def _by_id(ids: set[int]) -> dict[int, Any]:
    return {page.pk: page for page in queries.specific(Page.objects.filter(pk__in=ids).live().public())}


def _pages(child: Any, chosen: dict[int, Any]) -> dict[str, Any]:
    raw = child.get_prep_value()["value"]
    pick = [chosen[number] for number in _numbers(raw) if number in chosen]
    match child.block_type:
        case "lead":
            lead = chosen.get(raw["lead"])
            return {"lead": lead, "others": [page for page in pick if page is not lead]}
        case "columns":
            return {"columns": _columns(raw["items"], chosen)}
        case "topics":
            return {"pages": pick}
        case "tiles":
            tiles = [item["value"] for item in raw["tiles"]]
            return {"tiles": [{**tile, "page": chosen.get(tile["page"])} for tile in tiles]}
    return {}


def _columns(items: list[Any], chosen: dict[int, Any]) -> list[dict[str, Any]]:
    """Each column with its newest pages: one query for all columns of the section."""
    wanted = [
        (chosen[item["value"]["column"]], item["value"]["count"]) for item in items if item["value"]["column"] in chosen
    ]
    ids: list[int] = []
    newest: dict[int, list[int]] = {}
    for column, count in wanted:
        pks = list(
            queries.column_pages(column).order_by("-first_published_at", "-pk").values_list("pk", flat=True)[:count]
        )
        newest[column.pk] = pks
        ids += pks
    pages = _by_id(set(ids))
    return [
        {"page": column, "entries": [pages[pk] for pk in newest[column.pk] if pk in pages]} for column, _count in wanted
    ]
