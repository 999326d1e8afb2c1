"""Content-Security-Policy: what a browser may load and run on our pages. Django brings its own with 6.0; then this goes."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

FAULT = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"


class ContentSecurityPolicyMiddleware:
    """Public pages run nothing but our own files. Wagtail's admin needs inline scripts and styles; strangers never see it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.public = _header(settings.CONTENT_SECURITY_POLICY)
        self.admin = _header({**settings.CONTENT_SECURITY_POLICY, **settings.CONTENT_SECURITY_POLICY_ADMIN})

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code >= 500:
            # The page for faults brings its style along: where it is needed, the style sheet may be out of reach.
            response.headers.setdefault("Content-Security-Policy", FAULT)
        # An uploaded file is served with a stricter policy of its own.
        response.headers.setdefault(
            "Content-Security-Policy", self.admin if request.path.startswith("/admin/") else self.public
        )
        response.headers.setdefault("Permissions-Policy", settings.PERMISSIONS_POLICY)
        return response


def _header(policy: dict[str, str]) -> str:
    return "; ".join(f"{name} {sources}" for name, sources in policy.items())
