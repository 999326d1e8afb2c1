"""The copy of a quiz's settings that an attempt keeps."""

from typing import Any

from .models import Quiz

KEPT = (
    *("title", "exam", "minutes", "grace", "counts", "penalty", "partial", "layout", "forward_only"),
    *("show_marks", "show_answers", "show_explanations", "two_markers"),
)


def settings_of(quiz: Quiz) -> dict[str, Any]:
    """As JSON. The pass mark is a text: a decimal number keeps its places."""
    return {**{name: getattr(quiz, name) for name in KEPT}, "pass_percent": str(quiz.pass_percent)}
