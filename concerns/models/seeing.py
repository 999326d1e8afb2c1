"""What staff keep of their way to look at the list, and what was done to many concerns at once."""

import secrets

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class SavedFilter(models.Model):
    """A choice of concerns with a name, for its owner or, when shared, for all staff of the inbox.

    It keeps what was asked, never what was found: everybody sees of it what they may see.
    """

    name = models.CharField(_("name"), max_length=40)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    shared = models.BooleanField(_("shared with all staff of the inbox"), default=False)
    query = models.JSONField(default=dict)
    created = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("saved filter")
        verbose_name_plural = _("saved filters")
        ordering = ["name", "pk"]
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["owner", "name"], name="one_filter_a_name")]

    def __str__(self) -> str:
        return self.name


class ListColumns(models.Model):
    """Which columns somebody wants to see."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    columns = models.JSONField(default=list)

    class Meta:
        verbose_name = _("columns of a list")
        verbose_name_plural = _("columns of lists")
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.user_id)


def export_path(export: "ListExport", name: str) -> str:
    return f"concern-exports/{secrets.token_hex(12)}.xlsx"


class ListExport(models.Model):
    """A list of concerns as a file: asked for, made by the worker, fetched by whoever asked, gone after a week.

    The row stays as the log: who took what, when, how much.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("being made")
        DONE = "done", _("ready")
        FAILED = "failed", _("failed")
        GONE = "gone", _("deleted")

    by = models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name=_("by"), on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("time"), auto_now_add=True)
    query = models.JSONField(default=dict)
    words = models.CharField(_("filter"), max_length=300, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.WAITING)
    rows = models.PositiveIntegerField(_("rows"), default=0)
    file = models.FileField(upload_to=export_path, blank=True)
    fetched = models.PositiveIntegerField(_("fetched"), default=0)

    class Meta:
        verbose_name = _("exported list of concerns")
        verbose_name_plural = _("exported lists of concerns")
        ordering = ["-pk"]
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.pk)

    def forget(self) -> None:
        """Deletes the file; the row stays."""
        name, storage = str(self.file.name), self.file.storage
        ListExport.objects.filter(pk=self.pk).update(state=self.State.GONE, file="")
        if name:
            storage.delete(name)
