"""What an installation on the open network must not start with."""

import base64
import os
import tempfile
from pathlib import Path
from typing import Any

MIN_KEY_LENGTH = 50  # what Django's own `check --deploy` asks for
KNOWN_KEYS = ("development-only", "django-insecure", "only-for-tests", "change-me", "changeme", "replace-me")


def problems(values: dict[str, Any], environment: dict[str, str]) -> list[str]:
    """One line for each unsafe value among the settings: the variable, and why it will not do."""
    return [
        line
        for line in (
            _debug(environment.get("DEBUG", "")),
            _secret_key(values["SECRET_KEY"]),
            _contact_keys(values["CONTACT_KEYS"]),
            _hosts(values["ALLOWED_HOSTS"]),
            _address(values["WAGTAILADMIN_BASE_URL"]),
            _database(values["DATABASES"]["default"]),
            _media(values),
        )
        if line
    ]


def _debug(value: str) -> str:
    if value.strip().lower() in ("", "0", "false", "no", "off"):
        return ""
    return "DEBUG must not be set: debug pages show settings and data to strangers."


def _secret_key(key: str) -> str:
    advice = "Make one with: python3 -c 'import secrets; print(secrets.token_urlsafe(50))'"
    if not key:
        return f"SECRET_KEY is empty: anybody could sign a session. {advice}"
    if key.lower().startswith(KNOWN_KEYS):
        return f"SECRET_KEY is one from an example or from development, which others know. {advice}"
    if len(key) < MIN_KEY_LENGTH or len(set(key)) < 10:
        return f"SECRET_KEY is too short or too simple (at least {MIN_KEY_LENGTH} characters). {advice}"
    return ""


def _contact_keys(keys: list[str]) -> str:
    advice = (
        "Make one with: python3 -c 'import base64, secrets; "
        "print(base64.urlsafe_b64encode(secrets.token_bytes(32)).decode())'"
    )
    if not keys:
        return f"CONTACT_KEYS is empty: what people tell us to reach them could not be kept. {advice}"
    for key in keys:
        try:
            plain = base64.urlsafe_b64decode(key)
        except ValueError:
            plain = b""
        if len(plain) != 32:
            return f"CONTACT_KEYS holds what is no key. {advice}"
        if b"only-" in plain or len(set(plain)) < 10:
            return f"CONTACT_KEYS holds a key from an example or from development, which others know. {advice}"
    return ""


def _hosts(hosts: list[str]) -> str:
    if not [host for host in hosts if host.strip()]:
        return "ALLOWED_HOSTS is empty: name the host names of the site, separated by commas."
    if any(host.strip() in ("*", ".") for host in hosts):
        return (
            "ALLOWED_HOSTS holds a wildcard for every host: mails and caches could be made to carry a foreign address."
        )
    return ""


def _address(address: str) -> str:
    if address.startswith("https://"):
        return ""
    return "WAGTAILADMIN_BASE_URL must be the https address of the site: links in mails begin with it."


def _database(database: dict[str, Any]) -> str:
    if "sqlite" not in database["ENGINE"]:
        return ""
    path = Path(str(database["NAME"]))
    # SQLite writes journals beside the file, so the folder must be writable too.
    if not _writable(path.parent) or (path.exists() and not os.access(path, os.W_OK)):
        return f"DATABASE_URL points to {path}, which this user cannot write."
    return ""


def _media(values: dict[str, Any]) -> str:
    if "FileSystem" not in values["STORAGES"]["default"]["BACKEND"]:
        return ""
    folder = Path(values["MEDIA_ROOT"])
    nearest = next(path for path in (folder, *folder.parents) if path.exists())
    return "" if _writable(nearest) else f"MEDIA_ROOT is {folder}, which this user cannot write."


def _writable(folder: Path) -> bool:
    """Tried, not asked: to root the system says yes about folders that it then does not let anybody write."""
    try:
        tempfile.TemporaryFile(dir=folder).close()
    except OSError:
        return False
    return True
