from .concern import Concern, ConcernTerm, SourceMapping, new_code
from .events import ConcernEvent, EventChain
from .handling import Dispatch, FollowUp, Merge, Note, Recusal

__all__ = [
    "Concern",
    "ConcernEvent",
    "ConcernTerm",
    "Dispatch",
    "EventChain",
    "FollowUp",
    "Merge",
    "Note",
    "Recusal",
    "SourceMapping",
    "new_code",
]
