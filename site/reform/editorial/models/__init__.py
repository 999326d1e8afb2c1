"""Review, wording and personal-data tables."""

from .review import Correction, EmergencyPublication, Notice, ReviewTask, Withdrawal

__all__ = ["Correction", "EmergencyPublication", "Notice", "ReviewTask", "Withdrawal"]
