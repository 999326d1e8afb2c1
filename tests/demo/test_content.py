"""What is written for the county: blocks that exist, no block forgotten, nothing that looks like somebody's number."""

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest

from reform.demo.blocks import MAKERS
from reform.demo.content_files import FOLDER, content, stories
from reform.demo.pictures import MOTIFS
from reform.editorial import personal
from reform.pages.blocks import BodyBlock

NAMES = sorted(str(path.relative_to(FOLDER).with_suffix("")) for path in FOLDER.glob("**/*.yaml"))


def rows_with_body(data: Any) -> Iterator[dict[str, Any]]:
    """Every mapping with a body, however deep."""
    if isinstance(data, dict):
        if "body" in data:
            yield data
        for value in data.values():
            yield from rows_with_body(value)
    elif isinstance(data, list):
        for value in data:
            yield from rows_with_body(value)


def words(data: Any, skip: tuple[str, ...] = ("motif", "seed", "level", "kind", "slug", "width", "file")) -> str:
    """All text in a piece of content, without markup."""
    if isinstance(data, dict):
        return "".join(words(value) for key, value in data.items() if key not in skip)
    if isinstance(data, list):
        return "".join(words(value) for value in data)
    return re.sub(r"<[^>]+>", "", str(data))


def all_bodies() -> list[dict[str, Any]]:
    return [row for name in NAMES for row in rows_with_body(content(name))]


def test_there_is_a_maker_for_each_block_of_a_body_and_no_other():
    assert set(MAKERS) == set(BodyBlock().child_blocks) - {"unknown"}


def test_every_block_type_is_used_at_least_twice():
    used = Counter(next(iter(block)) for row in all_bodies() for block in row["body"])
    assert set(used) == set(MAKERS)
    assert min(used.values()) >= 2


@pytest.mark.parametrize("name", NAMES)
def test_blocks_are_single_known_keys(name: str):
    for row in rows_with_body(content(name)):
        for block in row["body"]:
            assert len(block) == 1
            assert set(block) <= set(MAKERS)


def test_pictures_name_drawn_motifs_and_say_what_they_show():
    def pictures(data: Any) -> Iterator[dict[str, Any]]:
        if isinstance(data, dict):
            if "motif" in data:
                yield data
            for value in data.values():
                yield from pictures(value)
        elif isinstance(data, list):
            for value in data:
                yield from pictures(value)

    found = [picture for name in NAMES for picture in pictures(content(name))]
    assert len(found) > 40
    assert {picture["motif"] for picture in found} <= set(MOTIFS)
    assert all(len(picture["alt"]) > 8 for picture in found)
    covers = [row["cover"]["motif"] for row in stories() if "cover" in row]
    assert len(set(covers)) >= 18


def test_tables_are_rectangular_and_one_has_twelve_columns():
    tables = [block["table"] for row in all_bodies() for block in row["body"] if "table" in block]
    assert all(len({len(cells) for cells in table["rows"]}) == 1 for table in tables)
    assert max(len(table["rows"][0]) for table in tables) == 12


def test_stories_are_whole():
    rows = stories()
    assert len(rows) >= 24
    slugs = {row["slug"] for row in rows}
    lengths = {row["slug"]: len(words(row["body"]).replace("\n", "")) for row in rows}
    assert min(lengths.values()) >= 400
    assert sum(1 for length in lengths.values() if length >= 800) >= 5
    for row in rows:
        assert set(row.get("related", [])) <= slugs - {row["slug"]}
        assert row["people"] and row["changes"] and row["hardship"] and row["topics"]
    assert max(len(row["title"]) for row in rows) == 60
    assert any("cover" not in row for row in rows)
    assert any("correction" in row for row in rows)


@pytest.mark.parametrize("name", NAMES)
def test_no_number_of_a_real_person_or_line(name: str):
    """Telephones of contact pages start with zeros that no line has; nothing else may look like a number of somebody."""
    kinds = {finding.kind for finding in personal.find(words(content(name)))}
    assert not kinds & {"id_card", "mobile", "bank_card", "plate"}
    assert all(number.startswith("0000-") for number in re.findall(r"0\d{2,3}-\d{7,8}", words(content(name))))
