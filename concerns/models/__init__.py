from .answering import Answer
from .clocks import Clock, ClockPause, ClockRule
from .concern import Concern, ConcernTerm, SourceMapping, new_code
from .events import ConcernEvent, EventChain
from .handling import Dispatch, FollowUp, Merge, Note, Recusal
from .logging import LogDraft, LogTemplate
from .mail import ConcernMail

__all__ = [
    "Answer",
    "Clock",
    "ClockPause",
    "ClockRule",
    "Concern",
    "ConcernEvent",
    "ConcernMail",
    "ConcernTerm",
    "Dispatch",
    "EventChain",
    "FollowUp",
    "LogDraft",
    "LogTemplate",
    "Merge",
    "Note",
    "Recusal",
    "SourceMapping",
    "new_code",
]
