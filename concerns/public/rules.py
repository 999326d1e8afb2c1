"""The numbers and the privacy notice of the public form, as data."""

from functools import cache
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).parents[1] / "rules"


@cache
def numbers() -> dict[str, int]:
    """What the form allows, see rules/asking.yaml."""
    return yaml.safe_load((FOLDER / "asking.yaml").read_text(encoding="utf-8"))


@cache
def notices() -> list[dict[str, Any]]:
    """Every version of the privacy notice, the one in force first."""
    return yaml.safe_load((FOLDER / "privacy.yaml").read_text(encoding="utf-8"))


def notice_lines(version: str, language: str) -> list[tuple[str, str]]:
    """(what, text) of one version in a language; Chinese where it has none. Empty for a version that never was."""
    for notice in notices():
        if notice["version"] == version:
            lines = notice.get(language) or notice["zh-hans"]
            parts = [line.partition("：" if "：" in line else " - ") for line in lines]
            return [(head, rest) for head, _sign, rest in parts]
    return []
