"""Numbers from regulations as they are shipped: each file names its source."""

from datetime import date
from decimal import ROUND_FLOOR, Decimal
from functools import cache
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).parent / "rules"


@cache
def rules(name: str) -> dict[str, Any]:
    """The pack of this name: `progress`, `hours`, `assignments` or `certificates`."""
    return yaml.safe_load((FOLDER / f"{name}.yaml").read_text(encoding="utf-8"))


def hour_rule(kind: str, on: date) -> dict[str, Any] | None:
    """The rule that gives hours for such a thing on that day; None when none does."""
    fitting = [rule for rule in rules("hours")["rules"] if rule["for"] == kind and rule["from"] <= on]
    return fitting[0] if fitting else None


def course_hours(stated: Decimal, minutes: int, on: date) -> Decimal:
    """The hours of a course that states so many, or has lessons of so many minutes."""
    rule = hour_rule("course", on)
    if stated > 0 or rule is None:
        return Decimal(stated)
    step = Decimal(str(rule["step"]))
    return (Decimal(minutes) / rule["minutes_per_hour"] / step).to_integral_value(ROUND_FLOOR) * step
