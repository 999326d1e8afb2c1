"""Fetches, starts and stops a real Elasticsearch 9 for tests, benchmarks and the demo.

    python tests/elasticsearch_server.py start [--port 9200] [--secure PASSWORD [--tls FOLDER]] [--keep]
    python tests/elasticsearch_server.py stop [--port 9200]

The distribution for integration tests comes from Maven's central repository by Maven itself and is kept in a cache
folder outside the tree (ELASTICSEARCH_CACHE). It brings no Java: a JDK from 21 on is looked for in ES_JAVA_HOME,
JAVA_HOME and the usual folders. `start` prints the address; run again it finds the server that runs.
With `--secure` the user `elastic` signs in with the password; with `--tls` it speaks https, by http.crt and http.key of
the folder.
"""

import argparse
import json
import os
import pwd
import shutil
import signal
import ssl
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
import zipfile
from base64 import b64encode
from contextlib import suppress
from pathlib import Path

VERSION = "9.2.8"
ARTIFACT = f"org.elasticsearch.distribution.integ-test-zip:elasticsearch:{VERSION}:zip"
NEEDED_JAVA = 21
SECONDS = 120


class Unavailable(Exception):
    """The server cannot run here; `str()` says why."""


def cache() -> Path:
    """Where the distribution is kept; an ordinary user must be able to read it."""
    default = Path("/var/tmp") / f"reform-elasticsearch-{os.getuid()}"  # noqa: S108  a cache, named after its owner
    return Path(os.environ.get("ELASTICSEARCH_CACHE", default))


def java_home() -> Path:
    """A JDK that is new enough. Raises `Unavailable`."""
    places = [os.environ.get("ES_JAVA_HOME"), os.environ.get("JAVA_HOME")]
    places += [str(path) for path in sorted(Path("/usr/lib/jvm").glob("*"), reverse=True)]
    for place in filter(None, places):
        release = Path(place) / "release"
        if release.is_file():
            for line in release.read_text().splitlines():
                name, _, value = line.partition("=")
                if name == "JAVA_VERSION" and int(value.strip('"').split(".")[0]) >= NEEDED_JAVA:
                    return Path(place)
    raise Unavailable(f"Elasticsearch needs Java {NEEDED_JAVA} or newer (set ES_JAVA_HOME).")


def distribution() -> Path:
    """The unpacked distribution, fetched when it is not there yet. Raises `Unavailable`."""
    home = cache() / f"elasticsearch-{VERSION}"
    if (home / "bin" / "elasticsearch").is_file():
        return home
    if shutil.which("mvn") is None:
        raise Unavailable("Elasticsearch is fetched by Maven, which is not installed.")
    folder = cache()
    folder.mkdir(parents=True, exist_ok=True)
    command = ["mvn", "-q", "-B", "dependency:copy", f"-Dartifact={ARTIFACT}", f"-DoutputDirectory={folder}"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    archive = folder / f"elasticsearch-{VERSION}.zip"
    if done.returncode or not archive.is_file():
        raise Unavailable(f"Maven could not fetch {ARTIFACT}: {done.stdout[-400:]}{done.stderr[-400:]}")
    with tempfile.TemporaryDirectory(dir=folder) as place:
        with zipfile.ZipFile(archive) as packed:
            packed.extractall(place)
        for path in Path(place).rglob("bin/*"):
            path.chmod(0o755)
        (Path(place) / f"elasticsearch-{VERSION}").rename(home)
    archive.unlink()
    return home


def user() -> str | None:
    """Elasticsearch refuses root; then it runs as this user."""
    if os.getuid() != 0:
        return None
    for name in ("elasticsearch", "nobody"):
        try:
            pwd.getpwnam(name)
        except KeyError:
            continue
        return name
    raise Unavailable("Elasticsearch does not run as root, and there is no other user.")


def folder_of(port: int) -> Path:
    return cache() / f"node-{port}"


def healthy(port: int, password: str = "", tls: Path | None = None) -> bool:
    """Whether the server answers. `GET /` is not part of this distribution, hence the health."""
    request = urllib.request.Request(f"{'https' if tls else 'http'}://127.0.0.1:{port}/_cluster/health")  # noqa: S310  our own address
    trust = ssl.create_default_context(cafile=str(tls / "http.crt")) if tls else None
    if password:
        request.add_header("Authorization", "Basic " + b64encode(f"elastic:{password}".encode()).decode())
    try:
        with urllib.request.urlopen(request, timeout=2, context=trust) as answer:  # noqa: S310  our own address
            return json.load(answer)["status"] in {"green", "yellow"}
    except (OSError, ValueError, KeyError):
        return False


def start(port: int, password: str = "", heap: str = "512m", *, keep: bool = False, tls: Path | None = None) -> str:
    """The address of a running server, started when none answers on the port. `keep`: with the data that are there.

    Raises `Unavailable`.
    """
    address = f"{'https' if tls else 'http'}://127.0.0.1:{port}"
    if healthy(port, password, tls):
        return address
    java, home, folder, runner = java_home(), distribution(), folder_of(port), user()
    if not keep:
        shutil.rmtree(folder, ignore_errors=True)
    for name in ("data", "logs", "snapshots", "config"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    shutil.copytree(home / "config", folder / "config", dirs_exist_ok=True)
    options = {
        "discovery.type": "single-node",
        "network.host": "127.0.0.1",
        "http.port": str(port),
        "transport.port": str(port + 100),
        "cluster.name": f"reform-{port}",
        "path.data": str(folder / "data"),
        "path.logs": str(folder / "logs"),
        "path.repo": str(folder / "snapshots"),
        "cluster.routing.allocation.disk.threshold_enabled": "false",
        "ingest.geoip.downloader.enabled": None,
        "xpack.security.enabled": "true" if password else "false",
    }
    if tls:
        for name in ("http.crt", "http.key"):
            shutil.copy(tls / name, folder / "config" / name)
        options |= {
            "xpack.security.http.ssl.enabled": "true",
            "xpack.security.http.ssl.certificate": "http.crt",
            "xpack.security.http.ssl.key": "http.key",
        }
    environment = os.environ | {
        "ES_JAVA_HOME": str(java),
        "ES_JAVA_OPTS": f"-Xms{heap} -Xmx{heap}",
        "ES_PATH_CONF": str(folder / "config"),
        "HOME": str(folder),
    }
    prefix = ["setpriv", f"--reuid={runner}", "--clear-groups", "--inh-caps=-all"] if runner else []
    if runner:
        for path in [folder, *folder.rglob("*")]:
            shutil.chown(path, runner)
    if password:
        tool = [*prefix, str(home / "bin" / "elasticsearch-keystore")]
        subprocess.run([*tool, "create"], env=environment, check=False, capture_output=True)
        subprocess.run(
            [*tool, "add", "-x", "bootstrap.password"], env=environment, input=password, text=True, check=True
        )
    arguments = [f"-E{name}={value}" for name, value in options.items() if value is not None]
    with (folder / "out").open("w") as out:
        process = subprocess.Popen(
            [*prefix, str(home / "bin" / "elasticsearch"), *arguments],
            env=environment,
            stdout=out,
            stderr=out,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            cwd=folder,
        )
    (folder / "pid").write_text(str(process.pid))
    for _ in range(SECONDS * 2):
        if healthy(port, password, tls):
            return address
        if process.poll() is not None:
            break
        time.sleep(0.5)
    stop(port)
    raise Unavailable(f"Elasticsearch did not start: {(folder / 'out').read_text()[-1500:]}")


def stop(port: int, *, hard: bool = False) -> None:
    """Ends the server that `start` started on the port."""
    try:
        pid = int((folder_of(port) / "pid").read_text())
        os.killpg(pid, signal.SIGKILL if hard else signal.SIGTERM)
    except (OSError, ValueError):
        return
    for _ in range(60):
        with suppress(ChildProcessError):
            os.waitpid(pid, os.WNOHANG)
        try:
            os.killpg(pid, 0)
        except ProcessLookupError:
            break
        time.sleep(0.5)
    (folder_of(port) / "pid").unlink(missing_ok=True)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("action", choices=["start", "stop", "fetch"])
    parser.add_argument("--port", type=int, default=int(os.environ.get("ELASTICSEARCH_PORT", "9200")))
    parser.add_argument("--secure", metavar="PASSWORD", default="", help="with security on, for the user elastic")
    parser.add_argument("--tls", type=Path, metavar="FOLDER", help="with --secure: a folder with http.crt and http.key")
    parser.add_argument("--keep", action="store_true", help="start: with the data of the run before")
    parser.add_argument("--hard", action="store_true", help="stop: at once, as a power cut would")
    arguments = parser.parse_args()
    try:
        if arguments.action == "start":
            print(start(arguments.port, arguments.secure, keep=arguments.keep, tls=arguments.tls))
        elif arguments.action == "stop":
            stop(arguments.port, hard=arguments.hard)
        else:
            distribution()
    except Unavailable as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
