from .story import RelatedStory, StoryChange, StoryPage, StoryPerson

__all__ = ["RelatedStory", "StoryChange", "StoryPage", "StoryPerson"]
