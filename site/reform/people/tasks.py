"""What is done after the request, by the job worker."""

from urllib.parse import quote, urljoin

from allauth.account.adapter import get_adapter
from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.urls import reverse
from django.utils.translation import override
from django_tasks import task

from .models import User


@task()
def send_activation_mail(user_id: int) -> None:
    """Mails the link for a first password. The link is made here: no row of the job table holds it."""
    user = User.objects.filter(pk=user_id, is_active=True).exclude(email="").first()
    if user is None:
        return
    key = f"{user_pk_to_url_str(user)}-{default_token_generator.make_token(user)}"
    path = reverse("account_reset_password_from_key", kwargs={"uidb36": "UID", "key": "KEY"})
    link = urljoin(settings.WAGTAILADMIN_BASE_URL, path.replace("UID-KEY", quote(key)))
    context = {
        "user": user,
        "activation_url": link,
        "site_name": settings.WAGTAIL_SITE_NAME,
        "days": settings.PASSWORD_RESET_TIMEOUT // 86_400,
    }
    with override(settings.LANGUAGE_CODE):
        get_adapter().send_mail("account/email/activation", user.email, context)
