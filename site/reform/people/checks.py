"""Rules of the house as system checks."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Tags, Warning, register


@register(Tags.security, deploy=True)
def sign_in_log_is_kept(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """《网络安全法》第二十一条: network logs are kept for at least six months."""
    if settings.SIGN_IN_LOG_DAYS >= 183:
        return []
    return [Warning("SIGN_IN_LOG_DAYS is below six months.", id="people.W001")]
