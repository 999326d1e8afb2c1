"""The forms behind every upload of the admin: single, many at once, and from a chooser."""

from typing import Any

from django.core.files.uploadedfile import UploadedFile
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

from .filetypes import check_document
from .photos import check_photo


class PhotoFormField(WagtailImageField):
    """Our checks come first: Wagtail's own opens what comes without limits, and fails on some broken files."""

    def to_python(self, data: Any) -> Any:
        if isinstance(data, UploadedFile):
            check_photo(data, data.size or 0)
        return super().to_python(data)


class ImageForm(BaseImageForm):
    """Says beside the field why a picture is refused; what else was typed stays."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Wagtail chooses the class of this field by the column's name; forms without the field exist too.
        if field := self.fields.get("file"):
            self.fields["file"] = PhotoFormField(label=field.label, required=field.required, widget=field.widget)


class DocumentForm(BaseDocumentForm):
    """The same for documents."""

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if isinstance(file, UploadedFile):
            check_document(file, file.name or "", file.size or 0)
        return file
