"""Elasticsearch with security on: a name and password over TLS on a real server, and the key of an installation."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.core.management import CommandError, call_command

from search import cluster
from search.engines import elasticsearch_engine
from search.engines.base import EngineError
from search.find import Question, find
from search.models import Outbox
from tests.services import free_port

from . import certificate, misbehaving

pytestmark = pytest.mark.django_db
PASSWORD = "geheim-und-lang-81"


@pytest.fixture(scope="module")
def secured(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[int, Path]]:
    """The port of a server with security and TLS on, and the certificate that it is trusted by."""
    if not os.environ.get("TEST_ELASTICSEARCH_URL"):
        pytest.skip("no Elasticsearch: run through tests/services.py, with Maven and Java 21 or newer")
    script = [sys.executable, str(Path(__file__).parents[1] / "elasticsearch_server.py")]
    folder, port = tmp_path_factory.mktemp("tls"), free_port()
    trusted = certificate.make(folder)
    start = [*script, "start", "--port", str(port), "--secure", PASSWORD, "--tls", str(folder)]
    subprocess.run(start, check=True, capture_output=True)
    yield port, trusted
    subprocess.run([*script, "stop", "--hard", "--port", str(port)], check=True)


def test_a_secured_cluster(
    secured: tuple[int, Path],
    story: Callable[..., Any],
    indexed: Callable[[], None],
    settings: Any,
    caplog: pytest.LogCaptureFixture,
    capsys: pytest.CaptureFixture[str],
) -> None:
    port, trusted = secured
    settings.ELASTICSEARCH_URL = f"https://elastic:{PASSWORD}@127.0.0.1:{port}"
    settings.ELASTICSEARCH_CA_CERTS, settings.ELASTICSEARCH_TIMEOUT = str(trusted), 5
    story("公积金一窗办")
    indexed()
    assert not Outbox.objects.exists()
    answer = find(Question("公积金"))
    assert (answer.emergency, answer.engine, [hit.page.title for hit in answer.hits]) == (
        False,
        "elasticsearch",
        ["公积金一窗办"],
    )
    # Who is not let in, or meets a server that nobody vouches for, is answered by the database; no secret is told.
    for address, trust in (
        (f"https://elastic:falsch-{PASSWORD}@127.0.0.1:{port}", str(trusted)),
        (f"https://elastic:{PASSWORD}@127.0.0.1:{port}", ""),
        (f"http://elastic:{PASSWORD}@127.0.0.1:{port}", ""),
    ):
        cache.clear()
        settings.ELASTICSEARCH_URL, settings.ELASTICSEARCH_CA_CERTS = address, trust
        assert find(Question("公积金")).emergency
        assert cluster.rests()
        with pytest.raises(CommandError):
            call_command("search_status", check=True)
    assert "does not answer" in (printed := capsys.readouterr().out)
    assert PASSWORD not in printed + caplog.text


def test_the_key_of_an_installation_is_sent(settings: Any) -> None:
    with misbehaving.server("broken") as address:
        settings.ELASTICSEARCH_URL, settings.ELASTICSEARCH_API_KEY = address, "c2NobHVlc3NlbA=="
        engine = elasticsearch_engine()
        assert engine is not None
        with pytest.raises(EngineError):
            engine.health()
        assert misbehaving.signed_with[-1] == "ApiKey c2NobHVlc3NlbA=="
