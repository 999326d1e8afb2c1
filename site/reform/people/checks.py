"""Rules of the house as system checks."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register


@register(Tags.security, deploy=True)
def sign_in_log_is_kept(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """《网络安全法》第二十一条: network logs are kept for at least six months."""
    if settings.SIGN_IN_LOG_DAYS >= 183:
        return []
    return [Warning("SIGN_IN_LOG_DAYS is below six months.", id="people.W001")]


@register(Tags.security, deploy=True)
def passkeys_know_their_site(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """With the setting for development a passkey would answer a page of any origin."""
    if settings.DEBUG or not settings.MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN:
        return []
    return [Error("WEBAUTHN_ALLOW_INSECURE_ORIGIN is for development only.", id="people.E001")]
