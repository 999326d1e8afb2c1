"""Who translates what, and what a translation was made from. Changes are in `reform.editorial.translations`."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page
from wagtail_localize.models import Translation


class TranslationRecord(models.Model):
    """One for each translation of wagtail-localize: its translator and its versions.

    A version is a digest of all that a translation takes from its source, with the time the source was published so.
    `source` is what readers of the source see now, `taken` what the translator works from, `sent` what the revision
    in review was made from, and `live` what readers of the translation see.
    """

    translation = models.OneToOneField(Translation, on_delete=models.CASCADE, related_name="record")
    translator = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("translator"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="translations",
    )
    assigned_at = models.DateTimeField(null=True, blank=True)
    due = models.DateField(_("wanted by"), null=True, blank=True)
    note = models.CharField(_("note for the translator"), max_length=200, blank=True)

    source_digest = models.CharField(max_length=40, blank=True)
    source_at = models.DateTimeField(null=True, blank=True)
    taken_digest = models.CharField(max_length=40, blank=True)
    taken_at = models.DateTimeField(null=True, blank=True)
    sent_digest = models.CharField(max_length=40, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    sent_revision = models.ForeignKey(
        "wagtailcore.Revision", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    live_digest = models.CharField(max_length=40, blank=True)
    live_at = models.DateTimeField(null=True, blank=True)
    # The translated page, so that its own address finds the record in one query.
    page = models.OneToOneField(
        Page, null=True, blank=True, on_delete=models.SET_NULL, related_name="translation_record"
    )

    class Meta:
        verbose_name = _("translation")
        verbose_name_plural = _("translations")
        default_permissions = ()
        permissions = [
            ("translate_assigned", _("translate what was assigned")),
            ("assign_translation", _("assign translations")),
            ("view_translation_report", _("see the state of all translations")),
        ]

    def __str__(self) -> str:
        return str(self.translation)

    @property
    def outdated(self) -> bool:
        """Whether the source changed since the translator's copy of it was taken."""
        return bool(self.source_digest) and self.source_digest != self.taken_digest

    @property
    def stale(self) -> bool:
        """Whether readers of the translation see another version than readers of the source."""
        return bool(self.live_digest and self.source_digest) and self.live_digest != self.source_digest
