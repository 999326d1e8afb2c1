"""Reads the county's texts. What belongs to a page stands in `content/`; dates are counted back from the day of building."""

import re
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.utils import timezone

FOLDER = Path(__file__).parent / "content"


@cache
def content(name: str) -> Any:
    """The content file of this name, e.g. `news` or `english/site`."""
    return yaml.safe_load((FOLDER / f"{name}.yaml").read_text(encoding="utf-8"))


@cache
def stories() -> list[dict[str, Any]]:
    """Every story, the newest first."""
    found = [content(f"stories/{path.stem}") for path in (FOLDER / "stories").glob("*.yaml")]
    return sorted(found, key=lambda row: (row["days"], row["slug"]))


def moment(row: dict[str, Any]) -> datetime:
    """When the page of this row was published: so many days ago, at its hour."""
    hour, minute = map(int, row.get("time", "09:30").split(":"))
    day = timezone.localtime() - timedelta(days=row["days"])
    return day.replace(hour=hour, minute=minute, second=0, microsecond=0)


def plain(html: str) -> str:
    """The words of a paragraph without its tags."""
    return re.sub(r"<[^>]+>", "", html).strip()
