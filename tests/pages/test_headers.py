"""What every answer carries for the browser's protection."""

import pytest

pytestmark = pytest.mark.django_db


def policy(response):
    return dict(part.strip().split(" ", 1) for part in response.headers["Content-Security-Policy"].split(";"))


def test_public_pages_run_no_inline_script_and_nothing_from_elsewhere(client, home):
    rules = policy(client.get("/"))
    assert rules["default-src"] == "'self'"
    assert not any("unsafe" in sources or "http" in sources for sources in rules.values())
    assert rules["object-src"] == "'none'"


def test_a_page_from_the_cache_carries_the_policy_too(client, home):
    first, second = client.get("/"), client.get("/")
    assert policy(first) == policy(second)


def test_the_admin_may_run_its_own_inline_scripts_but_nothing_from_elsewhere(client, editor):
    client.force_login(editor)
    rules = policy(client.get("/admin/account/"))
    assert rules["script-src"] == "'self' 'unsafe-inline'"
    assert rules["default-src"] == "'self'"


def test_the_page_for_faults_keeps_its_own_style(rf):
    from django.http import HttpResponse

    from reform.pages.csp import ContentSecurityPolicyMiddleware

    rules = policy(ContentSecurityPolicyMiddleware(lambda request: HttpResponse(status=500))(rf.get("/")))
    assert rules["default-src"] == "'none'"
    assert rules["style-src"] == "'unsafe-inline'"
