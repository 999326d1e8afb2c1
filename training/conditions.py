"""What else must be so before somebody may start a quiz: rooms of training that stand above quizzes add theirs."""

from collections.abc import Callable
from typing import Any

from .models import Quiz

# Each takes the quiz and the person and returns why not, in words, or an empty text.
Condition = Callable[[Quiz, Any], str]
conditions: list[Condition] = []


def refusal(quiz: Quiz, user: Any) -> str:
    """The first reason against it; empty when there is none."""
    return next((reason for condition in conditions if (reason := condition(quiz, user))), "")
