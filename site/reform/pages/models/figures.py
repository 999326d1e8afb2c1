"""Figures in a page's own fields: what changed in a story, what came of an exemplar."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Orderable, TranslatableMixin
from wagtail_localize.fields import SynchronizedField


class Figure(TranslatableMixin, Orderable):
    """A number, what it counts and where it comes from. Its row belongs to a page: the child adds the `ParentalKey`."""

    number = models.CharField(_("figure"), max_length=20)
    measure = models.CharField(_("unit of measure"), max_length=20, blank=True)
    label = models.CharField(_("what it counts"), max_length=60)
    source = models.CharField(_("source"), max_length=120)

    panels: ClassVar = [FieldPanel("number"), FieldPanel("measure"), FieldPanel("label"), FieldPanel("source")]
    override_translatable_fields: ClassVar = [SynchronizedField("number")]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        abstract = True
