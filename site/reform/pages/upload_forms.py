"""The forms behind every upload of the admin: single, many at once, and from a chooser."""

from typing import Any

from django.core.files.uploadedfile import UploadedFile
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.forms import BaseImageForm

from .filetypes import check_document
from .photos import check_photo


class ImageForm(BaseImageForm):
    """Says beside the field why a picture is refused; what else was typed stays."""

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if isinstance(file, UploadedFile):
            check_photo(file, file.size or 0)
        return file


class DocumentForm(BaseDocumentForm):
    """The same for documents."""

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if isinstance(file, UploadedFile):
            check_document(file, file.name or "", file.size or 0)
        return file
