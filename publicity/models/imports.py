import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class WordImport(models.Model):
    """A Word file on its way to a draft: uploaded, read, confirmed by its editor, made into a page."""

    class Kind(models.TextChoices):
        STORY = "story", _("reform story")
        POLICY = "policy", _("policy document")
        EXPLAINER = "explainer", _("explainer")

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting to be read")
        READ = "read", _("to be confirmed")
        MAKING = "making", _("being made into a draft")
        FAILED = "failed", _("could not be read")
        DONE = "done", _("made into a draft")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    column = models.ForeignKey("pages.ColumnPage", on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    file = models.FileField(upload_to="word-imports/")
    name = models.CharField(max_length=200)
    created_at = models.DateTimeField(auto_now_add=True)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    # What was read (`Draft.to_json`), then with the editor's corrections under `fields` and `title`.
    draft = models.JSONField(default=dict)
    problem = models.TextField(blank=True)
    page = models.ForeignKey("wagtailcore.Page", null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.name
