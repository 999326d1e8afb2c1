"""File fields that store nothing unchecked. Every way into the library passes here: forms, imports, commands."""

from typing import Any

from django.core.files.base import ContentFile, File
from django.db import models
from django.db.models.fields.files import FieldFile
from wagtail.images.models import WagtailImageField, WagtailImageFieldFile
from wagtail.utils.file import hash_filelike

from ..filetypes import TEXTS, check_document, text_as_utf8
from ..photos import cleaned_photo


class PhotoFile(WagtailImageFieldFile):
    """Stores the cleaned picture in the place of what came, and its size and hash with it."""

    def save(self, name: str, content: File, save: bool = True) -> None:
        """Raises `ValidationError` when the picture cannot be stored."""
        cleaned = cleaned_photo(content, name, content.size)
        self.instance.file_size = cleaned.size
        self.instance.file_hash = hash_filelike(cleaned)
        super().save(str(cleaned.name), cleaned, save=False)
        # The descriptor has measured what came; what is stored may be turned or smaller.
        setattr(self.instance, self.field.name, self.name)
        self.field.update_dimension_fields(self.instance, force=True)
        if save:
            self.instance.save()


class PhotoField(WagtailImageField):
    attr_class = PhotoFile


class CheckedFile(FieldFile):
    """Stores a document only when it is what its name says."""

    def save(self, name: str, content: File, save: bool = True) -> None:
        """Raises `ValidationError` when the file is not acceptable."""
        check_document(content, name, content.size)
        if name.rpartition(".")[2].lower() in TEXTS:
            content = ContentFile(text_as_utf8(content.read()), name=name)
        document: Any = self.instance
        document.file_size = content.size
        document.file_hash = hash_filelike(content)
        content.seek(0)
        super().save(name, content, save=save)


class CheckedFileField(models.FileField):
    attr_class = CheckedFile


class StoredFirst(models.Model):
    """Stores a new file before the row: what storing finds out (size, hash, width, height) belongs into the row."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        file: FieldFile = self.file  # type: ignore[attr-defined]
        if file and not file._committed:  # type: ignore[attr-defined]
            file.save(file.name or "", file.file, save=False)
        super().save(*args, **kwargs)
