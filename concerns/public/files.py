"""Files that strangers send: pictures and PDF alone, judged by their content and written anew.

What is stored carries no place, no camera, no author, no name of the file, and no second file behind the first.
"""

import hashlib
import io
from typing import IO

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from reform.pages.filetypes import check_document
from reform.pages.photos import cleaned_photo

from ..models.public import Attachment
from .rules import numbers

MIME = {"jpg": "image/jpeg", "png": "image/png", "pdf": "application/pdf"}


def cleaned(file: UploadedFile) -> ContentFile:
    """The file as it is stored, named after its kind alone. Raises `ValidationError` with a sentence for the sender."""
    size, limit = file.size or 0, numbers()["file_megabytes"] * 1024 * 1024
    if size > limit:
        raise ValidationError(
            _("The file is too large: %(size)s. At most %(limit)s.")
            % {"size": filesizeformat(size), "limit": filesizeformat(limit)}
        )
    file.seek(0)
    head = file.read(5)
    file.seek(0)
    if head == b"%PDF-":
        check_document(file, "file.pdf", size)
        return ContentFile(_written_anew(file), name="file.pdf")
    try:
        return cleaned_photo(file, "file.jpg", size)
    except ValidationError as error:
        if file.name and file.name.rpartition(".")[2].lower() in {"doc", "docx", "wps", "xls", "xlsx", "zip", "rar"}:
            raise ValidationError(
                _("Only pictures and PDF can be added. Take a photograph of the paper, or save the file as PDF.")
            ) from error
        raise


def _written_anew(file: IO[bytes]) -> bytes:
    """The pages of a PDF without what the document says about itself."""
    from pypdf import PdfReader, PdfWriter

    file.seek(0)
    try:
        writer = PdfWriter()
        for page in PdfReader(file, strict=False).pages:
            writer.add_page(page)
        for page in writer.pages:
            # Links and forms can act; what is drawn stays.
            page.pop("/Annots", None)
            page.pop("/AA", None)
        writer.metadata = None
        output = io.BytesIO()
        writer.write(output)
    except Exception as error:
        # pypdf raises many kinds of errors for broken files; all of them mean the same to the sender.
        raise ValidationError(_("The file is not complete. Perhaps a transfer broke off; fetch it again.")) from error
    return output.getvalue()


def belongs_to(token: str) -> str:
    """What a file has of the draft it belongs to."""
    return hashlib.sha256(f"attachment:{token}".encode()).hexdigest()


def store(file: ContentFile, token: str) -> Attachment:
    """A cleaned file, for the draft with this number."""
    kind = str(file.name).rpartition(".")[2]
    attachment = Attachment(draft=belongs_to(token), mime=MIME[kind], size=file.size)
    attachment.file.save(f"file.{kind}", file, save=False)
    attachment.save()
    return attachment


def of_draft(token: str) -> list[Attachment]:
    return list(Attachment.objects.filter(draft=belongs_to(token), concern=None)) if token else []
