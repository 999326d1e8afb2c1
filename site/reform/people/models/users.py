"""People with an account. Changes of state are in `actions`."""

from django.contrib.auth.models import AbstractUser
from django.core.validators import RegexValidator
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .units import Unit


class User(AbstractUser):  # type: ignore[django-manager-missing]  # Wagtail has no types
    """A person with an account: editor, reviewer, cadre, staff. Rows are closed (`is_active`), not deleted."""

    class Rank(models.TextChoices):
        """Rank group (职级), as the rules on cadre training group people."""

        PROVINCE = "province", _("province and ministry level")
        BUREAU = "bureau", _("department and bureau level")
        COUNTY = "county", _("county and division level")
        TOWN = "town", _("township and section level or below")
        OTHER = "other", _("other")

    last_name = None  # type: ignore[assignment]  # a Chinese name is one field
    name = models.CharField(_("full name"), max_length=60)
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
    must_change_password = models.BooleanField(_("must change the password"), default=False, editable=False)
    password_expires = models.DateTimeField(_("password expires"), null=True, blank=True, editable=False)

    REQUIRED_FIELDS = ["name", "email"]

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        permissions = [
            ("import_people", _("import units and people")),
            ("view_audit", _("read the logs of the whole site")),
            ("view_roles", _("read the table of roles")),
        ]
        constraints = [
            # Sign-in compares without case: two names that differ only in case could neither of them sign in.
            models.UniqueConstraint(
                Lower("username"),
                name="one_user_for_a_username",
                violation_error_message=_("A user with that username already exists."),
            ),
            models.UniqueConstraint(
                Lower("email"),
                condition=~models.Q(email=""),
                name="one_user_for_an_address",
                violation_error_message=_("Another account has this e-mail address."),
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.username

    @property
    def first_name(self) -> str:  # type: ignore[override]
        """Wagtail greets by first name."""
        return self.name

    def get_full_name(self) -> str:
        return self.name or self.username

    def get_short_name(self) -> str:
        return self.name or self.username

    @property
    def one_time_password_expired(self) -> bool:
        return (
            self.must_change_password and self.password_expires is not None and self.password_expires < timezone.now()
        )
