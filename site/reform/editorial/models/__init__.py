"""Review, wording and personal-data tables."""
