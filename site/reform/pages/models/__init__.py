from .base import BasePage, BodyPage
from .media import CustomDocument, CustomImage, CustomRendition
from .settings import SiteSettings
from .structure import ColumnPage, HomePage, StandardPage, TopicPage
from .topics import Topic

__all__ = [
    "BasePage",
    "BodyPage",
    "ColumnPage",
    "CustomDocument",
    "CustomImage",
    "CustomRendition",
    "HomePage",
    "SiteSettings",
    "StandardPage",
    "Topic",
    "TopicPage",
]
