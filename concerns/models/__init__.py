from .answering import Answer
from .clocks import Clock, ClockPause, ClockRule
from .concern import Concern, ConcernTerm, SourceMapping, new_code
from .contact import Contact
from .events import ConcernEvent, EventChain
from .handling import Dispatch, FollowUp, Merge, Note, Recusal
from .logging import LogDraft, LogTemplate
from .mail import ConcernMail
from .public import Attachment, Submission, Tombstone

__all__ = [
    "Answer",
    "Attachment",
    "Clock",
    "ClockPause",
    "ClockRule",
    "Concern",
    "ConcernEvent",
    "ConcernMail",
    "ConcernTerm",
    "Contact",
    "Dispatch",
    "EventChain",
    "FollowUp",
    "LogDraft",
    "LogTemplate",
    "Merge",
    "Note",
    "Recusal",
    "SourceMapping",
    "Submission",
    "Tombstone",
    "new_code",
]
