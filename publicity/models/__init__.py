from .explainer import ExplainedPolicy, ExplainerChange, ExplainerPage
from .policy import IssuingBody, PolicyAttachment, PolicyPage, Replacement
from .story import RelatedStory, StoryChange, StoryPage, StoryPerson

__all__ = [
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
]
