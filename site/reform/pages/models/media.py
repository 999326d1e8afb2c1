from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.documents.models import AbstractDocument, Document
from wagtail.images.models import AbstractImage, AbstractRendition, Image


class CustomImage(AbstractImage):
    """A picture with who made it, who agreed to it, and what it shows."""

    alt = models.CharField(
        _("alternative text"),
        max_length=200,
        blank=True,
        help_text=_("What a person who cannot see it should know"),
    )
    credit = models.CharField(_("credit"), max_length=100, blank=True)
    licence = models.CharField(_("licence or consent"), max_length=200, blank=True)
    is_map = models.BooleanField(_("is a map"), default=False)
    map_approval = models.CharField(_("map approval number"), max_length=40, blank=True)

    admin_form_fields = (*Image.admin_form_fields, "alt", "credit", "licence", "is_map", "map_approval")

    class Meta(AbstractImage.Meta):
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")

    @property
    def default_alt_text(self) -> str:
        return self.alt or self.description or ""


class CustomRendition(AbstractRendition):
    image = models.ForeignKey(CustomImage, on_delete=models.CASCADE, related_name="renditions")

    @property
    def url(self) -> str:
        """Not the storage's address: `views.picture` asks whether the visitor may see it."""
        from ..pictures import url

        return url(self.image, self.filter_spec, self.file.name.rpartition(".")[2])

    class Meta:
        unique_together = (("image", "filter_spec", "focal_point_key"),)


class CustomDocument(AbstractDocument):
    """A file to download, with its source."""

    credit = models.CharField(_("credit"), max_length=100, blank=True)
    licence = models.CharField(_("licence or consent"), max_length=200, blank=True)

    admin_form_fields = (*Document.admin_form_fields, "credit", "licence")

    class Meta(AbstractDocument.Meta):
        verbose_name = _("document")
        verbose_name_plural = _("documents")
