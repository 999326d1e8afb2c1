"""Every change of a concern, one function each: checks who may, one transaction, an event."""

from .importing import Imported, import_list, known_numbers
from .moving import ConcernError, NotPossible, move

__all__ = ["ConcernError", "Imported", "NotPossible", "import_list", "known_numbers", "move"]
