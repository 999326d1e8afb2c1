"""Regions, units and what happened to units. Changes of state are in `actions`."""

from typing import Any, NoReturn

from django.conf import settings
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from treebeard.mp_tree import MP_Node, MP_NodeManager, MP_NodeQuerySet


class Region(models.Model):  # type: ignore[django-manager-missing]  # treebeard has no types
    """An administrative area (行政区划) that units, stories and concerns belong to."""

    code = models.CharField(_("code"), max_length=12, unique=True, help_text=_("Administrative division code"))
    name = models.CharField(_("name"), max_length=60)
    name_en = models.CharField(_("English name"), max_length=100, blank=True)
    order = models.PositiveIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("region")
        verbose_name_plural = _("regions")
        ordering = ["order", "code"]

    def __str__(self) -> str:
        """As it is called in the language of the page."""
        return _english_name(self) or self.name


def _english_name(named: "Region | Unit") -> str:
    """The English name on pages that are not Chinese, if there is one."""
    return "" if (get_language() or settings.LANGUAGE_CODE).startswith("zh") else named.name_en


class UnitQuerySet(MP_NodeQuerySet):
    def open(self) -> "UnitQuerySet":
        """Units that people and pages may be given to."""
        return self.filter(active=True, merged_into=None)


class UnitManager(MP_NodeManager):
    def get_queryset(self) -> UnitQuerySet:
        return UnitQuerySet(self.model, using=self._db).order_by("path")

    def open(self) -> UnitQuerySet:
        return self.get_queryset().open()


class Unit(MP_Node):
    """An organisation (单位) in the tree 县 → 部门/乡镇 → 科室. Its row is never deleted: a merged unit points to its heir.

    A model that refers to a unit moves to the heir when the unit is merged. One that records history says so with the
    names of those fields in `KEEP_UNIT_ON_MERGE`.
    """

    class Kind(models.TextChoices):
        COUNTY = "county", _("county")
        DEPARTMENT = "department", _("department")
        TOWN = "town", _("town or subdistrict")
        OFFICE = "office", _("office or section")

    code = models.CharField(_("code"), max_length=30, unique=True)
    name = models.CharField(_("name"), max_length=100)
    short_name = models.CharField(_("short name"), max_length=40, blank=True)
    name_en = models.CharField(_("English name"), max_length=150, blank=True)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind, default=Kind.DEPARTMENT)
    region = models.ForeignKey(
        Region,
        verbose_name=_("region"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="units",
    )
    order = models.PositiveIntegerField(_("order"), default=0)
    active = models.BooleanField(_("active"), default=True)
    merged_into = models.ForeignKey(
        "self",
        verbose_name=_("merged into"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="merged_from",
    )

    node_order_by = ["order", "code"]
    KEEP_UNIT_ON_MERGE = ("merged_into",)

    objects = UnitManager()

    class Meta:
        verbose_name = _("unit")
        verbose_name_plural = _("units")

    def __str__(self) -> str:
        """As it is called in the language of the page: the English name, if there is one, or the short or full name."""
        return _english_name(self) or self.short_name or self.name

    @property
    def heir(self) -> "Unit":
        """The unit that answers for this one today: itself, or the end of its chain of mergers."""
        unit: Unit = self
        while unit.merged_into is not None:
            unit = unit.merged_into
        return unit


class UnitEvent(models.Model):
    """What happened to a unit: append-only, written by `actions`."""

    class Kind(models.TextChoices):
        CREATED = "created", _("created")
        RENAMED = "renamed", _("renamed")
        CHANGED = "changed", _("details changed")
        MOVED = "moved", _("moved")
        MERGED = "merged", _("merged into another")
        ABSORBED = "absorbed", _("took over another")
        CLOSED = "closed", _("closed")
        REOPENED = "reopened", _("reopened")

    unit = models.ForeignKey(Unit, verbose_name=_("unit"), on_delete=models.PROTECT, related_name="events")
    kind = models.CharField(_("what happened"), max_length=20, choices=Kind)
    data = models.JSONField(default=dict)
    at = models.DateTimeField(_("time"), auto_now_add=True, db_index=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("by"), null=True, on_delete=models.SET_NULL, related_name="+"
    )

    KEEP_UNIT_ON_MERGE = ("unit",)

    class Meta:
        verbose_name = _("unit event")
        verbose_name_plural = _("unit events")
        ordering = ["-at", "-pk"]
        default_permissions = ("view",)

    def __str__(self) -> str:
        return f"{self.unit}: {self.get_kind_display()}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Raises `TypeError` for a row that exists: history is not rewritten."""
        if not self._state.adding:
            raise TypeError("A unit event is append-only.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise TypeError("A unit event is append-only.")

    @property
    def description(self) -> str:
        """The data in words: “name: old → new”, “from → to”, the other unit."""
        data = self.data
        if self.kind in {self.Kind.RENAMED, self.Kind.CHANGED}:
            names = {field.name: field.verbose_name for field in Unit._meta.fields}
            return "；".join(
                f"{names.get(name, name)}：{old or '—'} → {new or '—'}" for name, (old, new) in data.items()
            )
        if self.kind == self.Kind.MOVED:
            return f"{data.get('from') or '—'} → {data.get('to') or '—'}"
        return data.get("into") or data.get("unit") or data.get("parent") or ""
