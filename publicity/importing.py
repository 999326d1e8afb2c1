"""Makes a page of what a Word file holds."""

import io
from collections.abc import Callable
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.images import ImageFile
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from reform.pages.models import ColumnPage, CustomImage
from reform.people.models import Unit

from .models import ExplainerPage, IssuingBody, PolicyAttachment, PolicyPage, StoryPage
from .word.draft import Draft
from .word.elements import LeftOut, Picture

PAGE_TYPES: dict[str, Any] = {"story": StoryPage, "policy": PolicyPage, "explainer": ExplainerPage}
Progress = Callable[[int, int], None]


def default_column(kind: str) -> ColumnPage | None:
    """Where pages of this kind mostly stand; for documents else the first column of policies, for others the first."""
    columns = ColumnPage.objects.order_by("path")
    paths = PAGE_TYPES[kind].objects.values_list("path", flat=True)
    parents = {path[: -ColumnPage.steplen] for path in paths}
    if found := columns.filter(path__in=parents).first():
        return found
    if kind == "policy":
        return columns.filter(kind=ColumnPage.Kind.POLICY).first() or columns.first()
    return columns.exclude(kind=ColumnPage.Kind.POLICY).first() or columns.first()


@transaction.atomic
def make_page(
    draft: Draft, column: ColumnPage, user: Any = None, images: dict[str, CustomImage] | None = None, **facts: Any
) -> Any:
    """A page in draft below `column`. `images` are its pictures as `store_pictures` gave them; None stores them now.
    `facts`: other fields of the page.

    `user` must be allowed to add pages there; None is the command line. Raises `PermissionDenied`.
    """
    if user is not None and not column.permissions_for_user(user).can_add_subpage():
        raise PermissionDenied
    if images is None:
        images = store_pictures(draft)
    page = PAGE_TYPES[draft.kind](
        title=(draft.title or _("Untitled"))[:255],
        live=False,
        owner=user,
        body=[(block["type"], _value(block, images)) for block in draft.blocks if _placeable(block, images)],
        **(_policy_fields(draft.fields) if draft.kind == "policy" else {}),
        **facts,
    )
    column.add_child(instance=page)
    page.save_revision(user=user, log_action=True)
    return page


def _policy_fields(fields: dict[str, Any]) -> dict[str, Any]:
    """What was recognised of an official document, as fields and child rows of the page."""
    signers = [name.strip() for name in str(fields.get("signature", "")).split("、") if name.strip()]
    made = date.fromisoformat(fields["date_made"]) if fields.get("date_made") else None
    return {
        "document_number": str(fields.get("document_number", ""))[:60],
        "addressees": str(fields.get("addressees", ""))[:500],
        "signature": str(fields.get("signature", ""))[:200],
        "note": str(fields.get("note", ""))[:200],
        "date_made": made,
        "bodies": [_body(name) for name in signers],
        "attachments": [PolicyAttachment(title=str(title)[:120]) for title in fields.get("attachments", [])],
    }


def _body(name: str) -> IssuingBody:
    """The unit of this name when there is just one, else the name."""
    units = Unit.objects.filter(Q(name=name) | Q(short_name=name))[:2]
    return IssuingBody(unit=units[0]) if len(units) == 1 else IssuingBody(name=name[:60])


def store_pictures(draft: Draft, progress: Progress = lambda done, total: None) -> dict[str, CustomImage]:
    """The pictures of a draft in the library, by digest; the same file is one row.

    What the library refuses is named in `draft.left_out`. `progress` hears (pictures stored, pictures in all).
    """
    images: dict[str, CustomImage] = {}
    for number, picture in enumerate(draft.pictures):
        progress(number, len(draft.pictures))
        try:
            images[picture.digest] = _stored(picture)
        except ValidationError as error:
            words = " ".join(filter(None, [picture.caption, picture.alt])) or picture.name
            draft.left_out.append(LeftOut("picture", f"{words}: {' '.join(error.messages)}"))
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
