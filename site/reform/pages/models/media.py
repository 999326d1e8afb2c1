"""Pictures and documents, with who made them, who agreed to them, and what they show."""

from pathlib import PurePath

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from wagtail.documents.models import AbstractDocument, Document
from wagtail.images.models import AbstractImage, AbstractRendition, Image, get_upload_to

from ..filetypes import TYPES
from .files import CheckedFileField, PhotoField, StoredFirst


class CustomImage(StoredFirst, AbstractImage):
    """A picture. `pictures` says at which addresses its sizes are; the original has none."""

    file = PhotoField(verbose_name=_("file"), upload_to=get_upload_to, width_field="width", height_field="height")
    alt = models.CharField(
        _("alternative text"),
        max_length=200,
        blank=True,
        help_text=_("What a person who cannot see it should know"),
    )
    credit = models.CharField(_("credit"), max_length=100, blank=True, help_text=_("Who took or drew it"))
    licence = models.CharField(
        _("licence or consent"),
        max_length=200,
        blank=True,
        help_text=_("Under which licence it may be used, or who of the people in it agreed, and when"),
    )
    is_map = models.BooleanField(_("is a map"), default=False, help_text=_("Maps are published with their number only"))
    map_approval = models.CharField(
        _("map approval number"),
        max_length=40,
        blank=True,
        help_text=_("As it stands on the approval, such as GS(2023)2767号"),
        validators=[RegexValidator(r"\d+号$", _("A map approval number ends in figures and 号."))],
    )

    admin_form_fields = (
        *(name for name in Image.admin_form_fields if name != "description"),
        "alt",
        "credit",
        "licence",
        "is_map",
        "map_approval",
    )

    class Meta(AbstractImage.Meta):
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")

    def clean(self) -> None:
        super().clean()
        if self.is_map and not self.map_approval:
            # 《地图管理条例》 article 37: a map shown to the public shows its approval number.
            raise ValidationError({"map_approval": _now("A map may only be shown with its approval number (审图号).")})

    @property
    def default_alt_text(self) -> str:
        return self.alt or self.description or ""


class CustomRendition(AbstractRendition):
    image = models.ForeignKey(CustomImage, on_delete=models.CASCADE, related_name="renditions")

    @property
    def url(self) -> str:
        """Not the storage's address: `views.files.picture` asks whether the visitor may see it."""
        from ..pictures import url

        return url(self.image, self.filter_spec, PurePath(self.file.name).suffix[1:])

    class Meta:
        unique_together = (("image", "filter_spec", "focal_point_key"),)


class CustomDocument(StoredFirst, AbstractDocument):
    """A file to download, to watch or to listen to."""

    file = CheckedFileField(upload_to="documents", verbose_name=_("file"))
    credit = models.CharField(_("credit"), max_length=100, blank=True, help_text=_("Who made it"))
    licence = models.CharField(
        _("licence or consent"),
        max_length=200,
        blank=True,
        help_text=_("Under which licence it may be used, or who agreed, and when"),
    )

    admin_form_fields = (*Document.admin_form_fields, "credit", "licence")

    class Meta(AbstractDocument.Meta):
        verbose_name = _("document")
        verbose_name_plural = _("documents")

    @property
    def content_type(self) -> str:
        found = TYPES.get(self.file_extension.lower())
        return found.mime if found else "application/octet-stream"

    @property
    def kind(self) -> str:
        """`video`, `audio` or empty."""
        found = TYPES.get(self.file_extension.lower())
        return found.kind if found else ""
