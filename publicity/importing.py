"""Makes a page of what a Word file holds. What is not a page type yet says so."""

import io
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.images import ImageFile
from django.db import transaction
from django.utils.translation import gettext as _

from reform.pages.models import ColumnPage, CustomImage

from .models import StoryPage
from .word.draft import Draft
from .word.elements import LeftOut, Picture

PAGE_TYPES: dict[str, Any] = {"story": StoryPage}


class NotImportable(ValueError):
    """The draft cannot become a page; `str()` says why, to the user."""


@transaction.atomic
def make_page(draft: Draft, column: ColumnPage, user: Any = None) -> StoryPage:
    """A page in draft below `column`, with its pictures in the library (the same file is one row).

    `user` must be allowed to add pages there; None is the command line. A picture that the library refuses is named in
    `draft.left_out`. Raises `PermissionDenied` and `NotImportable`.
    """
    if draft.kind not in PAGE_TYPES:
        raise NotImportable(_("Pages of this kind cannot be made yet; --dry-run shows what the file holds."))
    if user is not None and not column.permissions_for_user(user).can_add_subpage():
        raise PermissionDenied
    images = _library(draft)
    page = PAGE_TYPES[draft.kind](
        title=(draft.title or _("Untitled"))[:255],
        live=False,
        owner=user,
        body=[(block["type"], _value(block, images)) for block in draft.blocks if _placeable(block, images)],
    )
    column.add_child(instance=page)
    page.save_revision(user=user, log_action=True)
    return page


def _library(draft: Draft) -> dict[str, CustomImage]:
    images: dict[str, CustomImage] = {}
    for picture in draft.pictures:
        try:
            images[picture.digest] = _stored(picture)
        except ValidationError as error:
            draft.left_out.append(LeftOut("picture", f"{picture.name}: {' '.join(error.messages)}"))
    return images


def _stored(picture: Picture) -> CustomImage:
    """The library's row of a picture: an old one when the same file is there, else a new one. Raises `ValidationError`."""
    title = (picture.caption or picture.alt or picture.name)[:255]
    image = CustomImage(title=title, alt=picture.alt[:200])
    file: Any = ImageFile(io.BytesIO(picture.data), name=picture.name)
    image.file = file
    image.full_clean(exclude=["collection", "uploaded_by_user"])
    image.save()
    known = CustomImage.objects.filter(file_hash=image.get_file_hash()).exclude(pk=image.pk).order_by("pk").first()
    if known is not None:
        image.delete()
        return known
    return image


def _placeable(block: dict[str, Any], images: dict[str, CustomImage]) -> bool:
    return block["type"] != "picture" or block["value"]["image"] in images


def _value(block: dict[str, Any], images: dict[str, CustomImage]) -> Any:
    if block["type"] == "picture":
        return {**block["value"], "image": images[block["value"]["image"]]}
    return block["value"]
