"""Tables of the search: what waits to be indexed, which version each page has, which indices there are, editors' words."""

import re

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

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


class Shown(models.Model):
    """Title and text of an entry as the page of results shows them, as long as the page has not changed since."""

    key = models.CharField(max_length=120, primary_key=True)
    page = models.BigIntegerField(db_index=True)
    version = models.BigIntegerField()
    title = models.TextField()
    text = models.TextField()

    class Meta:
        default_permissions = ()
        verbose_name = _("text of a search entry")

    def __str__(self) -> str:
        return self.key


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


class Placement(models.Model):
    """An editor's decision about one page for certain queries: it comes first, or never."""

    class Kind(models.TextChoices):
        FIRST = "first", _("Shown first")
        NEVER = "never", _("Never shown")

    kind = models.CharField(_("what happens"), max_length=10, choices=Kind, default=Kind.FIRST)
    page = models.ForeignKey(Page, verbose_name=_("page"), on_delete=models.CASCADE, related_name="+")
    queries = models.CharField(
        _("queries"),
        max_length=300,
        blank=True,
        help_text=_(
            "What readers type, separated by commas or lines; case, spaces and Traditional characters make no "
            "difference. “Never shown” without queries holds for all of them."
        ),
    )
    start = models.DateField(_("from"), null=True, blank=True)
    end = models.DateField(_("to, inclusive"), null=True, blank=True)

    class Meta:
        verbose_name = _("search placement")
        verbose_name_plural = _("search placements")
        ordering = ["kind", "queries", "pk"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.page}"

    def keys(self) -> set[str]:
        """The queries as they are compared."""
        return set(filter(None, (query_key(text) for text in re.split(r"[,，、;；\n]", self.queries))))

    def clean(self) -> None:
        if self.kind == self.Kind.FIRST and not self.keys():
            raise ValidationError({"queries": _("Say for which queries the page comes first.")})
        if self.start and self.end and self.end < self.start:
            raise ValidationError({"end": _("The end lies before the start.")})


class Completion(models.Model):
    """One key under which a suggestion is found while typing: characters, pinyin or initials from some word on."""

    class Kind(models.TextChoices):
        TERM = "term", _("Search word")
        QUERY = "query", _("Frequent query")
        TITLE = "title", _("Title")

    kind = models.CharField(max_length=10, choices=Kind)
    text = models.CharField(max_length=120)
    locale = models.CharField(max_length=20, blank=True)
    page = models.BigIntegerField(null=True, db_index=True)
    weight = models.FloatField(default=1)
    key = models.CharField(max_length=40, db_index=True)

    class Meta:
        default_permissions = ()
        verbose_name = _("completion")

    def __str__(self) -> str:
        return f"{self.key} → {self.text}"


class Word(models.Model):
    """A word of the indexed texts, to find what a mistyped one may have meant."""

    text = models.CharField(max_length=10, primary_key=True)
    pinyin = models.CharField(max_length=60, db_index=True)
    documents = models.PositiveIntegerField()

    class Meta:
        default_permissions = ()
        verbose_name = _("word of the indexed texts")

    def __str__(self) -> str:
        return self.text


class Asked(models.Model):
    """One query, without a trace of who asked. Kept for `SEARCH_LOG_DAYS`; never with a personal number in it."""

    at = models.DateTimeField(_("time"), auto_now_add=True, db_index=True)
    query = models.CharField(_("query"), max_length=200)
    locale = models.CharField(_("language"), max_length=20)
    engine = models.CharField(_("engine"), max_length=20)
    hits = models.PositiveIntegerField(_("pages found"))
    relaxed = models.CharField(_("relaxed"), max_length=10, blank=True)
    clicked = models.PositiveSmallIntegerField(_("clicked position"), null=True)
    ms = models.PositiveIntegerField(_("milliseconds"))

    class Meta:
        default_permissions = ("view",)
        verbose_name = _("search query")
        verbose_name_plural = _("search queries")
        indexes = [models.Index(fields=["query", "at"], name="search_asked_query")]

    def __str__(self) -> str:
        return self.query


def query_key(text: str) -> str:
    """A query as editors' placements and the log compare it: folded, its runs joined by single spaces."""
    return " ".join(RUN.findall(fold(text)))
