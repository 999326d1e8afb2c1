"""What can go wrong, in words for the user."""


class TrainingError(Exception):
    """The step is not possible now; `str()` says why, to the user."""


class StaleWindow(TrainingError):
    """Somebody went on elsewhere: this window may not write any more."""


class AttemptClosed(TrainingError):
    """The attempt is closed; `number` is its number."""

    def __init__(self, message: str, number: int) -> None:
        super().__init__(message)
        self.number = number
