from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page


class PageReads(models.Model):
    """How often a page was read on a day. Nothing here says by whom: see `reform.pages.reads`."""

    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="+")
    day = models.DateField()
    count = models.PositiveIntegerField(default=0)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("reads of a page")
        verbose_name_plural = _("reads of pages")
        default_permissions = ()
        permissions = [("view_numbers", _("see the numbers of the office"))]
        constraints = [models.UniqueConstraint(fields=["page", "day"], name="one_count_a_page_and_day")]
        indexes = [models.Index(fields=["day"])]

    def __str__(self) -> str:
        return f"{self.page_id} {self.day}: {self.count}"
