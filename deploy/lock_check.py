"""The locks fit `pyproject.toml`, hold hashes and name no host. Asks no registry, so that an old commit stays green."""

import re
import sys
import tomllib
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[1]
PINNED = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^]]*])?==(\S+)", re.M)


def faults(lock: Path, wanted: list[str]) -> list[str]:
    """What is wrong with one lock file."""
    text = lock.read_text(encoding="utf-8")
    pinned = {canonicalize_name(name): version for name, version in PINNED.findall(text)}
    found = [f"{lock.name}: {line!r} names a host" for line in re.findall(r".*(?:://|--index|--find).*", text)]
    blocks = re.split(r"\n(?=\S)", text)
    found += [
        f"{lock.name}: no hash: {block.splitlines()[0]}" for block in blocks if "==" in block and "sha256:" not in block
    ]
    for line in wanted:
        need = Requirement(line)
        version = pinned.get(canonicalize_name(need.name))
        if version is None or not need.specifier.contains(version):
            found.append(f"{lock.name}: {line!r} is not what is locked ({version}); run make lock")
    return found


def main() -> int:
    """The command line."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    base, dev = project["project"]["dependencies"], project["dependency-groups"]["dev"]
    found = faults(ROOT / "requirements" / "base.txt", base) + faults(ROOT / "requirements" / "dev.txt", base + dev)
    # One version of a package, whichever lock is installed.
    pins = [dict(PINNED.findall((ROOT / "requirements" / name).read_text())) for name in ("base.txt", "dev.txt")]
    found += [f"{name}: the locks differ; run make lock" for name in pins[0] if pins[0][name] != pins[1].get(name)]
    for line in found:
        print(line, file=sys.stderr)
    return bool(found)


if __name__ == "__main__":
    sys.exit(main())
