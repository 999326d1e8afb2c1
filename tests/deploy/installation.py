"""An installation as docs/operations.md describes it, in a folder of its own: gunicorn with the production settings on
PostgreSQL and Redis, and nginx with `deploy/nginx.conf` in front, on free ports."""

import os
import re
import shutil
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from ssl import CERT_NONE, create_default_context

import psycopg

from .. import migrated
from ..services import free_port

ROOT = Path(__file__).resolve().parents[2]
DEPLOY = ROOT / "deploy"
NAME = "gaige.yunxi.invalid"


@dataclass
class Answer:
    """What came back; errors are answers too, and redirects are not followed."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_arguments: object) -> None:
        return None


@dataclass
class Installation:
    """Where everything is, and its environment variables."""

    folder: Path
    database: str
    cache: str
    web: int = field(default_factory=free_port)
    tls: int = field(default_factory=free_port)
    plain: int = field(default_factory=free_port)

    @property
    def environment(self) -> dict[str, str]:
        return {
            "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
            "PYTHONWARNINGS": "ignore",
            "DJANGO_SETTINGS_MODULE": "reform.settings.production",
            "SECRET_KEY": "f3Kq-9vXw_2Lr8TnBz5YcGh7JmPd4SaWe6UiQoEx1RtHyNbVkMg0ZjLs",
            "CONTACT_KEYS": "q7h1kGm2n4Yw0l3yq9v5c8Jx6d1Zt0ePz2aUu4RrSsE=",
            "ALLOWED_HOSTS": NAME,
            "WAGTAILADMIN_BASE_URL": f"https://{NAME}",
            "VAR_DIR": str(self.folder),
            "DATABASE_URL": self.database,
            "REDIS_URL": self.cache,
            "MEDIA_ACCEL_PREFIX": "/protected-media/",
            "WEB_WORKERS": "2",
        }

    def run(self, *command: str, code: int = 0) -> str:
        """One Python command of the installation; what it printed."""
        done = subprocess.run(
            [sys.executable, *command], cwd=ROOT, env=self.environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == code, (done.stdout + done.stderr)[-4000:]
        return done.stdout

    def manage(self, *command: str) -> str:
        return self.run("manage.py", *command)

    def shell(self, code: str) -> str:
        """Run statements; the last line that they printed."""
        return self.manage("shell", "--no-imports", "-c", code).strip().splitlines()[-1]

    def ask(self, path: str, port: int = 0, data: bytes | None = None, **headers: str) -> Answer:
        """A request as a stranger's browser sends it through nginx."""
        scheme = "http" if port == self.plain else "https"
        request = urllib.request.Request(f"{scheme}://127.0.0.1:{port or self.tls}{path}", data, headers)  # noqa: S310
        request.headers.setdefault("Host", NAME)
        trusting = create_default_context()
        trusting.check_hostname, trusting.verify_mode = False, CERT_NONE
        opener = urllib.request.build_opener(_Stay, urllib.request.HTTPSHandler(context=trusting))
        try:
            with opener.open(request, timeout=60) as answer:
                return Answer(answer.status, dict(answer.headers.items()), answer.read())
        except urllib.error.HTTPError as error:
            return Answer(error.code, dict(error.headers.items()), error.read())

    @contextmanager
    def gunicorn(self) -> Iterator[subprocess.Popen[bytes]]:
        """The command of reform-web.service."""
        unit = (DEPLOY / "systemd" / "reform-web.service").read_text()
        command = re.search(r"ExecStart=/opt/reform/\.venv/bin/(gunicorn .*)", unit)
        assert command is not None
        arguments = command[1].replace("127.0.0.1:8000", f"127.0.0.1:{self.web}").split()[1:]
        with (self.folder / "web.log").open("a") as log:
            server = subprocess.Popen(
                [sys.executable, "-m", "gunicorn", *arguments], cwd=ROOT, env=self.environment, stdout=log, stderr=log
            )
            try:
                self._await(lambda: self._alive(self.web), server, "web.log")
                yield server
            finally:
                server.terminate()
                server.wait(timeout=40)

    @contextmanager
    def nginx(self) -> Iterator[None]:
        """deploy/nginx.conf with our ports, names and paths."""
        place = self.folder / "nginx"
        place.mkdir(exist_ok=True)
        subprocess.run(
            [
                *("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", f"/CN={NAME}"),
                *("-keyout", str(place / "gaige.key"), "-out", str(place / "gaige.crt")),
            ],
            check=True,
            capture_output=True,
        )
        configuration = (DEPLOY / "nginx.conf").read_text()
        for old, new in {
            "listen [::]:80;": "",
            "listen [::]:443 ssl http2;": "",
            "listen 80;": f"listen 127.0.0.1:{self.plain};",
            "listen 443 ssl http2;": f"listen 127.0.0.1:{self.tls} ssl http2;",
            "gaige.example.gov.cn": NAME,
            "127.0.0.1:8000": f"127.0.0.1:{self.web}",
            "/etc/nginx/certs": str(place),
            "/etc/nginx/reform_proxy.conf": str(DEPLOY / "nginx_proxy.conf"),
            "/var/lib/reform": str(self.folder),
        }.items():
            assert old in configuration, old
            configuration = configuration.replace(old, new)
        (place / "site.conf").write_text(configuration)
        temporary = "".join(
            f"{kind}_temp_path {place}/{kind};\n" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        )
        user = "user root;\n" if os.getuid() == 0 else ""
        (place / "nginx.conf").write_text(
            f"{user}daemon off;\npid {place}/pid;\nerror_log {place}/error.log;\nevents {{}}\n"
            f"http {{\ninclude /etc/nginx/mime.types;\naccess_log off;\n{temporary}include {place}/site.conf;\n}}\n"
        )
        program = [nginx_program(), "-c", str(place / "nginx.conf"), "-e", str(place / "error.log")]
        tried = subprocess.run([*program, "-t"], capture_output=True, text=True, check=False)
        assert tried.returncode == 0, tried.stderr
        assert "[warn]" not in tried.stderr, tried.stderr
        server = subprocess.Popen(program, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            self._await(lambda: self.ask("/robots.txt").status > 0, server, "nginx/error.log")
            yield
        finally:
            server.terminate()
            server.wait(timeout=20)

    def _alive(self, port: int) -> bool:
        request = urllib.request.Request(f"http://127.0.0.1:{port}/robots.txt", headers={"Host": NAME})
        request.add_header("X-Forwarded-Proto", "https")
        with urllib.request.urlopen(request, timeout=20) as answer:  # noqa: S310
            return answer.status == 200

    def _await(self, ready: object, server: subprocess.Popen[bytes], log: str) -> None:
        for _attempt in range(240):
            assert server.poll() is None, (self.folder / log).read_text()[-3000:]
            try:
                if ready():  # type: ignore[operator]
                    return
            except OSError:
                pass
            time.sleep(0.25)
        raise AssertionError((self.folder / log).read_text()[-3000:])


def nginx_program() -> str:
    """Debian keeps it out of the path of ordinary people."""
    found = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
    assert found is not None
    return found


@contextmanager
def fresh_database(server: str, name: str) -> Iterator[str]:
    """A database without rows on the server of the test run."""
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")  # type: ignore[arg-type]
        connection.execute(f"CREATE DATABASE {name}{migrated.template()}")  # type: ignore[arg-type]
        try:
            yield server.rsplit("/", 1)[0] + f"/{name}"
        finally:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")  # type: ignore[arg-type]
