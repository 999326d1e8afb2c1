"""Review, wording and personal-data tables."""

from .checks import ConfirmedFinding, WordingEntry
from .review import Correction, EmergencyPublication, Notice, ReviewTask, Withdrawal

__all__ = [
    "ConfirmedFinding",
    "Correction",
    "EmergencyPublication",
    "Notice",
    "ReviewTask",
    "Withdrawal",
    "WordingEntry",
]
