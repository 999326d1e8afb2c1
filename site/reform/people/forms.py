"""Forms of people and units. They check and hand over; `actions` writes."""

from typing import Any, cast

from allauth.account.forms import ChangePasswordForm, LoginForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from . import actions
from .fields import UnitChoiceField
from .models import Unit, User
from .roles import NEWCOMER, ROLES, role_keys


class SignInForm(LoginForm):
    """The library's form with fields that a reader, a screen reader and a password manager can tell."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].widget.attrs.update(
            {"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}
        )
        self.fields["password"].help_text = ""


class NewPasswordForm(ChangePasswordForm):
    """A change is a change: the old password again would keep a one-time password alive."""

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("password1") and data.get("password1") == data.get("oldpassword"):
            self.add_error("password1", _("Choose a password that differs from the present one."))
        return data


class PasskeyForm(AddWebAuthnForm):
    """A key opens the account by itself unless the person wants it only as a second factor."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Name of the key")
        self.fields["name"].help_text = _("So that you can tell it from others, for example “office computer”.")
        self.fields["passwordless"].label = _("Sign in without name and password")
        self.fields["passwordless"].help_text = _("Needs a device that asks for a fingerprint, face or PIN.")
        self.fields["passwordless"].initial = True


class UserForm(forms.ModelForm):
    """An account as administrators enter it. No password, no superuser: neither is given here.

    `by` is the administrator. Saving goes through `actions`, in one transaction.
    """

    unit = UnitChoiceField(label=_("unit"), required=False)
    roles = forms.MultipleChoiceField(
        label=_("roles"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("An auditor holds no other role. Nobody changes their own roles."),
    )

    required_css_class = "required"

    class Meta:
        model = User
        fields = ["username", "name", "unit", "post", "rank", "mobile", "email"]
        help_texts = {
            "username": _("For signing in: letters, figures and @ . + - _"),
            "email": _("For the link with which the person chooses a password. Leave empty if there is none."),
            "mobile": _("Optional; shown to administrators only."),
        }

    def __init__(self, *args: Any, by: User, editing_self: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by = by
        roles = cast(forms.MultipleChoiceField, self.fields["roles"])
        roles.choices = [(role.key, f"{role.name} — {role.purpose}") for role in ROLES]
        if self.instance.pk:
            self.initial["roles"] = sorted(role_keys(self.instance))
        else:
            self.initial["roles"] = list(NEWCOMER)
        if editing_self or self.instance.pk == by.pk:
            del self.fields["roles"]

    def clean_roles(self) -> list[str]:
        roles = self.cleaned_data["roles"]
        try:
            actions.check_roles(set(roles))
        except actions.PeopleError as error:
            raise ValidationError(str(error)) from error
        return roles

    @transaction.atomic
    def save(self, commit: bool = True) -> User:
        details = {name: self.cleaned_data[name] for name in self.Meta.fields}
        roles = self.cleaned_data.get("roles")
        if self.instance.pk is None:
            self.instance = actions.create_account(self.by, roles=roles or (), **details)
        else:
            # The form has already put the new values on its instance; the action compares with the stored row.
            self.instance = actions.change_account(self.instance, self.by, **details)
            if roles is not None:
                self.instance = actions.set_roles(self.instance, roles, self.by)
        return self.instance


class UnitForm(forms.ModelForm):
    """A unit's own fields; `parent` only when it is made, since moving is an action of its own."""

    parent = UnitChoiceField(label=_("Above it"), required=False, help_text=_("Empty: at the top"))

    required_css_class = "required"

    class Meta:
        model = Unit
        fields = ["name", "short_name", "name_en", "code", "kind", "region", "order"]
        help_texts = {
            "code": _("The same in every list; imports find the unit by it."),
            "short_name": _("Shown where there is little room."),
            "name_en": _("Shown on English pages. Empty: the Chinese name is shown there too."),
            "order": _("Smaller numbers come first among neighbours."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            del self.fields["parent"]


class MoveForm(forms.Form):
    parent = UnitChoiceField(label=_("New place below"), required=False, help_text=_("Empty: at the top"))


class MergeForm(forms.Form):
    heir = UnitChoiceField(
        label=_("Merge into"), help_text=_("Takes over the people, the units below, the pages and all else.")
    )


class UploadForm(forms.Form):
    """The workbook, checked for its size here and for all else when it is read."""

    LARGEST = 5 * 1024 * 1024

    file = forms.FileField(
        label=_("Workbook (.xlsx)"),
        widget=forms.FileInput(
            attrs={"accept": ".xlsx,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}
        ),
        help_text=_("At most 5 MB and 5,000 rows."),
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > self.LARGEST:
            raise ValidationError(_("The file is larger than 5 MB."))
        return file
