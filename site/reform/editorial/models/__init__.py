"""Review, wording and personal-data tables."""

from .checks import ConfirmedFinding, WordingEntry, WordingVersion
from .review import STEPS, Correction, EmergencyPublication, Message, Notice, ReviewSettings, ReviewTask, Withdrawal
from .translations import TranslationRecord

__all__ = [
    "STEPS",
    "ConfirmedFinding",
    "Correction",
    "EmergencyPublication",
    "Message",
    "Notice",
    "ReviewSettings",
    "ReviewTask",
    "TranslationRecord",
    "Withdrawal",
    "WordingEntry",
    "WordingVersion",
]
