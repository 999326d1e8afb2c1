"""The forms behind every place where a picture or a file is uploaded."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.forms import BaseImageForm

from .filetypes import check_document
from .uploads import clean_image


class ImageForm(BaseImageForm):
    """Judges the picture by its content and stores it without camera data."""

    def clean_file(self) -> Any:
        file = self.cleaned_data.get("file")
        if not isinstance(file, UploadedFile):
            return file
        file.seek(0)
        cleaned = clean_image(file.read(), file.name or "")
        stored = ContentFile(cleaned.data, name=file.name)
        # Wagtail reads these from the upload to show and to hash it.
        stored.image = getattr(file, "image", None)  # type: ignore[attr-defined]
        stored.content_type = file.content_type  # type: ignore[attr-defined]
        return stored

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("is_map") and not (cleaned.get("map_approval") or "").strip():
            raise ValidationError({"map_approval": _("A map needs its approval number (审图号).")})
        return cleaned


class DocumentForm(BaseDocumentForm):
    """Judges the file by its content."""

    def clean_file(self) -> Any:
        file = self.cleaned_data.get("file")
        if isinstance(file, UploadedFile):
            file.seek(0)
            check_document(file, file.name or "", file.size or 0)
            file.seek(0)
        return file
