from .base import BasePage, BodyPage
from .edition import Edition
from .figures import Figure
from .media import CustomDocument, CustomImage, CustomRendition
from .reads import PageReads
from .settings import SiteSettings, SiteWords
from .structure import ColumnPage, HomePage, StandardPage, TopicPage
from .topics import Topic

__all__ = [
    "BasePage",
    "BodyPage",
    "ColumnPage",
    "CustomDocument",
    "CustomImage",
    "CustomRendition",
    "Edition",
    "Figure",
    "HomePage",
    "PageReads",
    "SiteSettings",
    "SiteWords",
    "StandardPage",
    "Topic",
    "TopicPage",
]
