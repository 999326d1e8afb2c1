"""Tables of the search: what waits to be indexed, which version each page has, which indices there are, editors' words."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from .fold import fold
from .segment import RUN


class EngineName(models.TextChoices):
    EMBEDDED = "embedded", _("Database")
    ELASTICSEARCH = "elasticsearch", "Elasticsearch"


class Index(models.Model):
    """An index of the embedded engine. Written by the engine itself, which also makes this table in scratch databases."""

    name = models.CharField(max_length=60, primary_key=True)
    alias = models.CharField(max_length=60)
    sums = models.TextField()

    class Meta:
        db_table = "search_ix"
        default_permissions = ()
        verbose_name = _("search index")

    def __str__(self) -> str:
        return self.name


class PageVersion(models.Model):
    """How often a page changed for the search. Kept when the page is gone, so that an old write never comes back.

    `keys`: every entry that was ever written for the page; those it no longer has become tombstones.
    """

    page = models.BigIntegerField(primary_key=True)
    version = models.BigIntegerField(default=0)
    keys = models.JSONField(default=list)

    class Meta:
        default_permissions = ()
        verbose_name = _("version of a page in the search")

    def __str__(self) -> str:
        return f"{self.page}: {self.version}"


class Outbox(models.Model):
    """A page that an engine has to look at again. Written in the transaction that changed the page."""

    page = models.BigIntegerField(_("page"), db_index=True)
    engine = models.CharField(_("engine"), max_length=20, choices=EngineName)
    at = models.DateTimeField(_("since"), auto_now_add=True)
    attempts = models.PositiveIntegerField(_("attempts"), default=0)
    next_try = models.DateTimeField(_("next attempt"), null=True, blank=True)
    error = models.CharField(_("error"), max_length=300, blank=True)
    dead = models.BooleanField(_("given up"), default=False)

    class Meta:
        default_permissions = ("view",)
        permissions = [("retry_outbox", _("Can try again what was given up"))]
        verbose_name = _("change waiting for the search")
        verbose_name_plural = _("changes waiting for the search")
        indexes = [models.Index(fields=["engine", "dead", "id"], name="search_outbox_queue")]

    def __str__(self) -> str:
        return f"{self.page} → {self.engine}"


class Build(models.Model):
    """An index being filled, or filled. `cursor` is the last page that is in it, from where a killed build goes on."""

    engine = models.CharField(max_length=20, choices=EngineName)
    index = models.CharField(max_length=60, blank=True)
    cursor = models.BigIntegerField(default=0)
    started = models.DateTimeField(auto_now_add=True)
    finished = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()
        verbose_name = _("build of a search index")

    def __str__(self) -> str:
        return f"{self.engine} {self.index}"


class Term(models.Model):
    """A word of the office (接诉即办, 新质生产力) that the segmenter must not take apart."""

    text = models.CharField(_("word"), max_length=30, unique=True)

    class Meta:
        verbose_name = _("search word")
        verbose_name_plural = _("search words")
        ordering = ["text"]

    def __str__(self) -> str:
        return self.text

    def clean(self) -> None:
        self.text = self.text.strip()
        if not RUN.fullmatch(fold(self.text)):
            raise ValidationError({"text": _("One word, without spaces or punctuation.")})


class Synonym(models.Model):
    """What readers call things. Whoever types one word of the group also finds the others."""

    words = models.CharField(
        _("words"), max_length=200, help_text=_("Separated by spaces or commas, for example: 低保 最低生活保障")
    )
    one_way = models.BooleanField(
        _("one way"), default=False, help_text=_("Only the first word also finds the others, not the reverse.")
    )

    class Meta:
        verbose_name = _("synonyms")
        verbose_name_plural = _("synonyms")
        ordering = ["words"]

    def __str__(self) -> str:
        return self.words

    def split(self) -> list[str]:
        """The words, folded."""
        return list(dict.fromkeys(RUN.findall(fold(self.words))))

    def clean(self) -> None:
        if len(self.split()) < 2:
            raise ValidationError({"words": _("At least two words.")})
