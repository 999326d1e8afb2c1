from .explainer import ExplainedPolicy, ExplainerChange, ExplainerPage
from .imports import WordImport
from .policy import IssuingBody, PolicyAttachment, PolicyPage, Replacement
from .story import RelatedStory, StoryChange, StoryPage, StoryPerson
from .votes import AnswerVote, VoteSalt, VoteStamp

__all__ = [
    "AnswerVote",
    "ExplainedPolicy",
    "ExplainerChange",
    "ExplainerPage",
    "IssuingBody",
    "PolicyAttachment",
    "PolicyPage",
    "RelatedStory",
    "Replacement",
    "StoryChange",
    "StoryPage",
    "StoryPerson",
    "VoteSalt",
    "VoteStamp",
    "WordImport",
]
