from .answering import Answer
from .answers import AnswerCitation, AnswerPage, AnswersPage, HelpfulVote, PublicAnswer
from .clocks import Clock, ClockPause, ClockRule
from .concern import Concern, ConcernTerm, SourceMapping, new_code
from .contact import Contact
from .events import ConcernEvent, EventChain
from .handling import Dispatch, FollowUp, Merge, Note, Recusal
from .logging import LogDraft, LogTemplate
from .mail import ConcernMail
from .public import Attachment, Submission, Tombstone
from .seeing import ListColumns, ListExport, SavedFilter

__all__ = [
    "Answer",
    "AnswerCitation",
    "AnswerPage",
    "AnswersPage",
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
    "HelpfulVote",
    "ListColumns",
    "ListExport",
    "LogDraft",
    "LogTemplate",
    "Merge",
    "Note",
    "PublicAnswer",
    "Recusal",
    "SavedFilter",
    "SourceMapping",
    "Submission",
    "Tombstone",
    "new_code",
]
