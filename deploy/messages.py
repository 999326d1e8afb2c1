"""Collect the strings that users see into `locale/*/LC_MESSAGES/django.po`; with --check, say what is missing there.

`make messages` calls it after a string changed, `make check` with --check. What it adds to Django's own `makemessages`:
files that merge well (sorted, one line for each string, no dates, no line numbers), no guessed translations, and the
English catalogue filled from the source strings, which are English.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import polib
from django.core.management import call_command
from django.core.management.commands import makemessages

ROOT = Path(__file__).resolve().parents[1]
SOURCE, LOCALES = "en", ("zh_Hans", "en")
SEARCHED = (".py", ".html", ".txt", ".xml", ".po")
HEADER = ("Project-Id-Version", "Language", "MIME-Version", "Content-Type", "Content-Transfer-Encoding", "Plural-Forms")
FORMS = {"zh_Hans": "nplurals=1; plural=0;", "en": "nplurals=2; plural=(n != 1);"}


class Collect(makemessages.Command):
    """Django's command, which by default guesses a translation (fuzzy) from a similar string.

    `_now` is how modules of lazy strings call the translation that is wanted at once.
    """

    xgettext_options = [*makemessages.Command.xgettext_options, "--keyword=_now"]
    msgmerge_options = [*makemessages.Command.msgmerge_options, "--no-fuzzy-matching"]


def catalogue(root: Path, locale: str) -> Path:
    """The file of one locale below `root`."""
    return root / "locale" / locale / "LC_MESSAGES" / "django.po"


def collect(root: Path) -> None:
    """Bring the catalogues below `root` in line with the sources below `root`."""
    for locale in LOCALES:
        catalogue(root, locale).parent.mkdir(parents=True, exist_ok=True)
    os.chdir(root)
    call_command(
        Collect(),
        locale=list(LOCALES),
        ignore_patterns=["var/*", "tests/*", ".venv/*", "deploy/*", "node_modules/*"],
        extensions=["html", "txt", "py", "xml"],
        no_location=True,
        no_wrap=True,
        no_obsolete=True,
        verbosity=0,
    )
    for locale in LOCALES:
        tidy(catalogue(root, locale), locale)


def tidy(path: Path, locale: str) -> None:
    """Sort one catalogue, drop what changes on every run, and fill the source language from its own strings."""
    po = polib.pofile(str(path), wrapwidth=0)
    po.header = ""
    po.metadata = {
        key: value
        for key, value in {**po.metadata, "Project-Id-Version": "reform-site", "Language": locale}.items()
        if key in HEADER
    }
    po.metadata["Plural-Forms"] = FORMS[locale]
    po.metadata_is_fuzzy = False
    for entry in po:
        entry.occurrences = []
        if locale != SOURCE and entry.msgid_plural:
            entry.msgstr_plural = {0: entry.msgstr_plural.get(0, "")}  # Chinese has no plural
        elif entry.msgid_plural:
            entry.msgstr_plural = {0: entry.msgid, 1: entry.msgid_plural}
        elif locale == SOURCE:
            entry.msgstr = entry.msgid
    po.sort(key=lambda entry: (entry.msgid, entry.msgctxt or ""))
    po.save(str(path))


def faults(path: Path) -> list[str]:
    """What a reader would meet in the wrong language: empty or fuzzy entries, and placeholders that do not match."""
    found = []
    for entry in polib.pofile(str(path)):
        if entry.obsolete:
            continue
        if entry.fuzzy:
            found.append(f"fuzzy: {entry.msgid!r}")
        elif not entry.translated():
            found.append(f"not translated: {entry.msgid!r}")
    checked = subprocess.run(
        ["msgfmt", "--check", "--output-file", os.devnull, str(path)],
        capture_output=True,
        text=True,
        check=False,
    )
    if checked.returncode:
        found += [line for line in checked.stderr.splitlines() if line.strip()]
    return found


def check() -> int:
    """Collect in a temporary copy of the tracked sources; 1 when a catalogue there has faults."""
    with tempfile.TemporaryDirectory() as name:
        copy = Path(name)
        listed = subprocess.run(
            ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=True,
        )
        for line in listed.stdout.splitlines():
            if line.endswith(SEARCHED) and (ROOT / line).is_file():
                (copy / line).parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(ROOT / line, copy / line)
        collect(copy)
        found = {locale: faults(catalogue(copy, locale)) for locale in LOCALES}
        os.chdir(ROOT)
    for locale, lines in found.items():
        for line in lines:
            print(f"locale/{locale}: {line}", file=sys.stderr)
    if any(found.values()):
        print("Run `make messages`, then translate what it added.", file=sys.stderr)
        return 1
    return 0


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--check", action="store_true", help="change nothing; fail when a translation is missing")
    if parser.parse_args().check:
        return check()
    collect(ROOT)
    for locale in LOCALES:
        for line in faults(catalogue(ROOT, locale)):
            print(f"locale/{locale}: {line}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
