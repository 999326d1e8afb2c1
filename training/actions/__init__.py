"""Every change of state in training, one function each."""

from .bank import Imported, import_questions

__all__ = ["Imported", "import_questions"]
