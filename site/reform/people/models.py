"""Units, users and what happened to them. Changes of state are in `actions.py`."""

from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from treebeard.mp_tree import MP_Node


class Region(models.Model):
    """An administrative area (行政区划) that units, stories and concerns belong to."""

    code = models.CharField(_("code"), max_length=12, unique=True, help_text=_("Administrative division code"))
    name = models.CharField(_("name"), max_length=60)
    order = models.PositiveIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("region")
        verbose_name_plural = _("regions")
        ordering = ["order", "code"]

    def __str__(self) -> str:
        return self.name


class Unit(MP_Node):
    """An organisation (单位) in the tree 县 → 部门/乡镇 → 科室. Its row is never deleted: a merged unit points to its heir."""

    class Kind(models.TextChoices):
        COUNTY = "county", _("county")
        DEPARTMENT = "department", _("department")
        TOWN = "town", _("town or subdistrict")
        OFFICE = "office", _("office or section")

    code = models.CharField(_("code"), max_length=30, unique=True)
    name = models.CharField(_("name"), max_length=100)
    short_name = models.CharField(_("short name"), max_length=40, blank=True)
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

    class Meta:
        verbose_name = _("unit")
        verbose_name_plural = _("units")

    def __str__(self) -> str:
        return self.short_name or self.name


class UnitEvent(models.Model):
    """What happened to a unit: append-only, written by `actions`."""

    class Kind(models.TextChoices):
        CREATED = "created", _("created")
        RENAMED = "renamed", _("renamed")
        MOVED = "moved", _("moved")
        MERGED = "merged", _("merged")
        CLOSED = "closed", _("closed")
        REOPENED = "reopened", _("reopened")

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="events")
    kind = models.CharField(max_length=20, choices=Kind)
    data = models.JSONField(default=dict)
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        verbose_name = _("unit event")
        verbose_name_plural = _("unit events")
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.unit}: {self.get_kind_display()}"


class User(AbstractUser):
    """A person with an account: editor, reviewer, cadre, staff."""

    class Rank(models.TextChoices):
        """Rank group (职级), as the rules on cadre training group people."""

        PROVINCE = "province", _("province and ministry level")
        BUREAU = "bureau", _("department and bureau level")
        COUNTY = "county", _("county and division level")
        TOWN = "town", _("township and section level or below")
        OTHER = "other", _("other")

    name = models.CharField(_("name"), max_length=60)
    unit = models.ForeignKey(
        Unit, verbose_name=_("unit"), null=True, blank=True, on_delete=models.PROTECT, related_name="members"
    )
    post = models.CharField(_("post"), max_length=60, blank=True)
    rank = models.CharField(_("rank group"), max_length=10, choices=Rank, default=Rank.OTHER)
    mobile = models.CharField(
        _("mobile"),
        max_length=11,
        blank=True,
        validators=[RegexValidator(r"^1[3-9]\d{9}$", _("Enter an 11-digit mobile number."))],
    )

    REQUIRED_FIELDS = ["name", "email"]

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        permissions = [("import_people", _("Can import units and people"))]

    def __str__(self) -> str:
        return self.name or self.username

    def get_full_name(self) -> str:
        return self.name or self.username

    def get_short_name(self) -> str:
        return self.name or self.username


class SignIn(models.Model):
    """One attempt to sign in, for the auditor. Keeps the account when it exists, never the name that was typed."""

    class Result(models.TextChoices):
        SUCCESS = "success", _("signed in")
        FAILURE = "failure", _("failed")
        LOCKED = "locked", _("locked out")
        OUT = "out", _("signed out")

    at = models.DateTimeField(_("time"), auto_now_add=True, db_index=True)
    user = models.ForeignKey(
        User, verbose_name=_("user"), null=True, blank=True, on_delete=models.SET_NULL, related_name="sign_ins"
    )
    result = models.CharField(_("result"), max_length=10, choices=Result)
    address = models.GenericIPAddressField(_("address"), null=True, blank=True)
    device = models.CharField(_("device"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("sign-in")
        verbose_name_plural = _("sign-ins")
        ordering = ["-at", "-pk"]
        default_permissions = ("view",)

    def __str__(self) -> str:
        return f"{self.user or '?'}: {self.get_result_display()}"
