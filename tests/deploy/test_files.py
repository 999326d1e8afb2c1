"""The files of an installation, as far as they can be tried without installing: units, image, compose file."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
DEPLOY = ROOT / "deploy"


def test_systemd_accepts_the_units(tmp_path: Path) -> None:
    """With this checkout in the place of /opt/reform, so that the programs they start are looked for too."""
    if shutil.which("systemd-analyze") is None:
        pytest.skip("systemd-analyze is not installed (Debian: apt-get install systemd)")
    (tmp_path / "bin").mkdir()
    programs = set()
    for unit in (DEPLOY / "systemd").iterdir():
        text = unit.read_text()
        for program in re.findall(r"/opt/reform/\.venv/bin/(\w+)", text):
            assert (Path(sys.executable).parent / program).exists(), program
            programs.add(program)
        text = text.replace("/opt/reform/.venv/bin", str(Path(sys.executable).parent)).replace("/opt/reform", str(ROOT))
        (tmp_path / unit.name).write_text(text)
    assert programs == {"gunicorn", "python"}
    units = [str(tmp_path / unit.name) for unit in (DEPLOY / "systemd").iterdir()]
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", *units], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0 and not done.stderr.strip(), done.stderr


def containerfile() -> list[tuple[str, str]]:
    """The instructions of the Containerfile."""
    text = re.sub(r"\\\n\s*", " ", (DEPLOY / "Containerfile").read_text())
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    return [(line.split(None, 1)[0], line.split(None, 1)[1]) for line in lines]


def test_the_image_holds_what_the_site_needs(tmp_path: Path) -> None:
    """No container runtime is asked: what would be copied is copied, the steps are run here, and the site is loaded."""
    ignored = [line.removeprefix("**/") for line in (ROOT / ".dockerignore").read_text().split()]
    instructions = containerfile()
    assert ("COPY", ". .") in instructions
    image = tmp_path / "image"
    for path in ROOT.iterdir():
        if path.name in ignored or path.name.startswith(".") or path.suffix in (".mo", ".pyc"):
            continue
        if path.is_dir():
            shutil.copytree(path, image / path.name, ignore=shutil.ignore_patterns(*ignored, "*.mo"))
        else:
            image.mkdir(exist_ok=True)
            shutil.copy(path, image)
    steps = [step for name, step in instructions if name == "RUN" and "collectstatic" in step]
    assert len(steps) == 1
    variables = dict(
        pair.split("=", 1) for name, rest in instructions if name == "ENV" for pair in rest.split() if "=" in pair
    )
    step = steps[0].replace("/opt/reform", str(image))
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    subprocess.run(step, shell=True, cwd=image, env={"PATH": path}, check=True, capture_output=True)  # noqa: S602
    manifest = image / "static" / "staticfiles.json"
    assert manifest.exists() and not (image / "build").exists()
    assert list((image / "locale").glob("zh_Hans/LC_MESSAGES/*.mo"))

    environment = {
        **variables,
        "PATH": path,
        "VAR_DIR": str(tmp_path / "var"),
        "STATIC_ROOT": str(image / "static"),
        "SECRET_KEY": "f3Kq-9vXw_2Lr8TnBz5YcGh7JmPd4SaWe6UiQoEx1RtHyNbVkMg0ZjLs",
        "CONTACT_KEYS": "q7h1kGm2n4Yw0l3yq9v5c8Jx6d1Zt0ePz2aUu4RrSsE=",
        "ALLOWED_HOSTS": "gaige.yunxi.invalid",
        "WAGTAILADMIN_BASE_URL": "https://gaige.yunxi.invalid",
    }
    load = "import sys; sys.path.insert(0, 'site'); import reform.wsgi, reform; print(reform.__file__)"
    done = subprocess.run(
        [sys.executable, "-c", load], cwd=image, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-2000:]
    assert done.stdout.strip().startswith(str(image)), "loaded from the image, not from the checkout"


def test_the_image_runs_as_nobody_special_and_starts_gunicorn() -> None:
    instructions = dict(containerfile())
    assert instructions["USER"] == "reform"
    assert instructions["CMD"].startswith('["gunicorn", "--config", "deploy/gunicorn.py"')
    assert instructions["EXPOSE"] == "8000"


def test_the_compose_file_names_only_what_there_is() -> None:
    text = (DEPLOY / "compose.yml").read_text()
    services = yaml.safe_load(text)["services"]
    search = {"search-certificates", "elasticsearch"}
    assert set(services) == {"migrate", "web", "worker", "postgres", "redis"} | search
    assert {name for name, service in services.items() if "profiles" in service} == search
    for service in services.values():
        assert set(service.get("depends_on", {})) <= set(services)
        if build := service.get("build"):
            assert (DEPLOY / build["context"] / build["dockerfile"]).exists()
        command = service.get("command", "")
        if command.startswith("python manage.py"):
            name = command.split()[2]
            found = subprocess.run(
                [sys.executable, "manage.py", "help", name],
                cwd=ROOT,
                env={**os.environ, "DJANGO_SETTINGS_MODULE": "reform.settings.test"},
                capture_output=True,
                check=False,
            )
            assert found.returncode == 0, name
    example = set(re.findall(r"^#? ?([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.M))
    assert set(re.findall(r"\$\{([A-Z_]+)", text)) <= example
    assert services["web"]["ports"] == ["127.0.0.1:8000:8000"], "only the web server in front reaches it"
    assert [name for name, service in services.items() if "ports" in service] == ["web"]


def test_the_composed_elasticsearch_is_secured() -> None:
    composed = yaml.safe_load((DEPLOY / "compose.yml").read_text())
    cluster = composed["services"]["elasticsearch"]
    said = cluster["environment"]
    assert said["xpack.security.enabled"] == said["xpack.security.http.ssl.enabled"] == "true"
    # The volume that it reads its key from is the one that the certificates are made in, and the site reads.
    volumes = {
        name: dict(row.split(":")[:2] for row in composed["services"][name]["volumes"])
        for name in ("elasticsearch", "search-certificates", "web")
    }
    assert "search-trust" in volumes["elasticsearch"] and "search-trust" in volumes["search-certificates"]
    made = " ".join(composed["services"]["search-certificates"]["entrypoint"])
    subprocess.run(
        ["bash", "-n"], input=composed["services"]["search-certificates"]["entrypoint"][2], text=True, check=True
    )
    for name in ("certificate", "key"):
        inside = said[f"xpack.security.http.ssl.{name}"].removeprefix("certs/")
        assert inside.rpartition(".")[0] == "elasticsearch/elasticsearch"
    assert "--name elasticsearch" in made and "--dns elasticsearch" in made
    trusted = f"{volumes['web']['search-trust']}/ca/ca.crt"
    for page in ("docs/operations.md", ".env.example"):
        assert trusted in (ROOT / page).read_text()
    assert set(map(str.strip, volumes["elasticsearch"])) <= set(composed["volumes"])


def test_make_help_lists_every_target() -> None:
    text = (ROOT / "Makefile").read_text()
    phony = set(re.findall(r"^\.PHONY: (.*)$", text, re.M)[0].split()) - {"help", "venv", "venv-dev"}
    listed = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert phony <= set(re.findall(r"^  make ([\w-]+)", listed, re.M))
