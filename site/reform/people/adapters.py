"""What the sign-in library asks us: who may sign up (nobody), where to go, how secrets are kept."""

import base64
import hashlib
import time
from typing import Any

from allauth.account import app_settings as account_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from .queries import needs_second_factor


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are made by administrators."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        # One sentence for a wrong name, a wrong password and a locked sign-in: none can be told from another.
        "username_password_mismatch": _(
            "The user name or the password is wrong, or there were too many attempts. After several failures sign-in "
            "pauses for a while."
        ),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Passwords are counted by `lockout`; the library's own limit stays for codes of the second factor."""

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Who has signed in within the last minutes is not asked for the password again at once."""
        if not super().is_reauthentication_required(app=app, **kwargs):
            return False
        records = get_authentication_records(context.request, context.request.user)
        return not records or time.time() - records[-1]["at"] > account_settings.REAUTHENTICATION_TIMEOUT

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        if request.user.has_perm("wagtailadmin.access_admin"):
            return reverse("wagtailadmin_home")
        return super().get_login_redirect_url(request)

    def format_email_subject(self, subject: str) -> str:
        return f"[{settings.WAGTAIL_SITE_NAME}] {subject}"

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Needs no request: the job worker sends too."""
        words = {"email": email, "site_name": settings.WAGTAIL_SITE_NAME, **context}
        self.render_mail(template_prefix, email, words).send()


class SecondFactorAdapter(DefaultMFAAdapter):
    """Names the site in the authenticator app, and keeps its secrets encrypted."""

    def get_totp_label(self, user: Any) -> str:
        return user.username

    def _get_user_identifier(self, user: Any) -> str:
        return user.username

    def _get_site_name(self) -> str:
        return settings.WAGTAIL_SITE_NAME

    def encrypt(self, text: str) -> str:
        return _fernet().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _fernet().decrypt(encrypted_text.encode()).decode()

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """The last second factor of somebody who must have one is replaced, not removed."""
        others = Authenticator.objects.filter(user_id=authenticator.user_id).exclude(pk=authenticator.pk)
        if others.exclude(type=Authenticator.Type.RECOVERY_CODES).exists():
            return True
        return not needs_second_factor(authenticator.user)


def _fernet() -> MultiFernet:
    """Keys made from `SECRET_KEY`; old ones in `SECRET_KEY_FALLBACKS` still open what they closed."""
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet(
        [Fernet(base64.urlsafe_b64encode(hashlib.sha256(b"second factor" + key.encode()).digest())) for key in keys]
    )
