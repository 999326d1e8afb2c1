"""How to reach who asked: a table of its own, sealed. Nothing but `concerns.actions.contacts` opens it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from .concern import Concern


class Contact(models.Model):
    """The sealed details of one concern. Deleted, not emptied, when they are erased."""

    concern = models.OneToOneField(
        Concern, models.CASCADE, verbose_name=_("concern"), related_name="contact", primary_key=True
    )
    sealed = models.BinaryField(editable=False)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("contact of who asked")
        verbose_name_plural = _("contacts of who asked")
        default_permissions = ()
        permissions = [("look_at_contact", _("look at how to reach who asked"))]

    def __str__(self) -> str:
        return str(self.pk)  # never what is in it
