from tests.editorial.review.conftest import office

__all__ = ["office"]
