"""Chinese for what the installed packages show in English: `locale/vendor`, apart from our own strings in `locale`.

Wagtail and its neighbours are translated by volunteers, and a new version always has strings that nobody has translated
yet. This collects every string in the sources of the packages (not only in their catalogues, which lag behind), and adds
those without Chinese to `locale/vendor/zh_Hans`. With --check it changes nothing and fails when one is without.
"""

import argparse
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import polib

ROOT = Path(__file__).resolve().parents[1]
LOCALE = "zh_Hans"
DOMAINS = {"django": ["html", "txt", "py"], "djangojs": ["js"]}
PACKAGES = ("wagtail", "wagtail_localize", "allauth", "taggit", "django_filters")
# What nobody sees here, and why: the only strings that may stay English.
OUT_OF_SIGHT = {
    "wagtail/contrib/search_promotions/": "not installed",
    "wagtail/contrib/simple_translation/": "not installed: wagtail-localize translates",
    "wagtail/contrib/styleguide/": "not installed",
    "wagtail/contrib/typed_table_block/": "not installed",
    "wagtail/contrib/frontend_cache/": "not installed",
    "wagtail/locales/": "not installed: wagtail-localize has its own",
    "allauth/idp/": "not installed: this site is nobody's identity provider",
    "django_filters/templates/django_filters/rest_framework/": "no REST framework here",
}
# Words of the packages' translators → words of this site, of its manuals and of officials, who say 您.
TERMS = {"文档": "文件", "缩略名": "网址名", "拒绝": "退回", "你": "您"}
# Wagtail's JavaScript is bundled; its strings are known from its English catalogue. What xgettext takes for strings in
# a bundle are names of functions.
FROM_CATALOGUE = ("djangojs",)


def key(entry: polib.POEntry) -> tuple[str, str | None]:
    """What tells two strings apart."""
    return entry.msgid, entry.msgctxt


def folder(package: str) -> Path:
    """Where the package is installed."""
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        raise SystemExit(f"{package} is not installed")
    return Path(spec.origin).parent


def visible(entry: polib.POEntry, package: str) -> bool:
    """Whether one of the places that hold the string can be seen here."""
    places = [f"{package}/{place}" for place, _line in entry.occurrences]
    return not places or any(not place.startswith(tuple(OUT_OF_SIGHT)) for place in places)


def in_sources(package: str) -> Iterator[polib.POEntry]:
    """Every string of Python files and templates, by Django's own collector, in a copy."""
    from django.core.management import call_command
    from django.core.management.commands import makemessages

    with tempfile.TemporaryDirectory() as name:
        copy = Path(name) / package
        skipped = shutil.ignore_patterns("locale", "static", "static_src", "test", "tests", "project_template")
        shutil.copytree(folder(package), copy, ignore=skipped)
        (copy / "locale" / LOCALE).mkdir(parents=True)
        os.chdir(copy)
        call_command(makemessages.Command(), locale=[LOCALE], extensions=DOMAINS["django"], verbosity=0)
        os.chdir(ROOT)
        yield from polib.pofile(str(copy / "locale" / LOCALE / "LC_MESSAGES" / "django.po"))


def in_catalogues(package: str, language: str, domain: str) -> Iterator[polib.POEntry]:
    """Every string of the catalogues that the package brings, but of those out of sight."""
    for path in sorted(folder(package).rglob(f"locale/{language}/LC_MESSAGES/{domain}.po")):
        if not str(path.relative_to(folder(package).parent)).startswith(tuple(OUT_OF_SIGHT)):
            yield from (entry for entry in polib.pofile(str(path)) if not entry.obsolete)


def wanted(domain: str) -> dict[tuple[str, str | None], polib.POEntry]:
    """What staff may see and the packages leave in English."""
    found = {}
    for package in PACKAGES:
        entries = in_catalogues(package, "en", domain) if domain in FROM_CATALOGUE else in_sources(package)
        found.update({key(entry): entry for entry in entries if visible(entry, package)})
    for entry in django_and_packages(domain):
        found.pop(key(entry), None)
    return found


def django_and_packages(domain: str) -> Iterator[polib.POEntry]:
    """What has Chinese already, from the packages or from Django, whose catalogue is merged with theirs."""
    for package in (*PACKAGES, "django"):
        yield from (entry for entry in in_catalogues(package, LOCALE, domain) if entry.translated())


def in_our_terms(domain: str) -> dict[tuple[str, str | None], polib.POEntry]:
    """What Wagtail's translators say in another term than this site, said in ours."""
    found = {}
    for package in ("wagtail", "wagtail_localize"):
        for entry in in_catalogues(package, LOCALE, domain):
            before = entry.msgstr_plural.get(0, "") if entry.msgid_plural else entry.msgstr
            after = before
            for theirs, ours in TERMS.items():
                after = after.replace(theirs, ours)
            if after == before or entry.fuzzy:
                continue
            if entry.msgid_plural:
                entry.msgstr_plural = {0: after}
            else:
                entry.msgstr = after
            found[key(entry)] = entry
    return found


def path(domain: str) -> Path:
    """The catalogue that this keeps."""
    return ROOT / "locale" / "vendor" / LOCALE / "LC_MESSAGES" / f"{domain}.po"


def main() -> int:
    """The command line."""
    from django.conf import settings

    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--check", action="store_true", help="change nothing; fail when a string has no Chinese")
    check = parser.parse_args().check
    if not settings.configured:
        settings.configure()
    faults = []
    for domain in DOMAINS:
        found = wanted(domain)
        po = polib.pofile(str(path(domain)), wrapwidth=0) if path(domain).exists() else polib.POFile(wrapwidth=0)
        kept = {key(entry): entry for entry in po}
        if not check:
            po = write(domain, found, kept)
            kept = {key(entry): entry for entry in po}
        lacking = [entry for entry in found.values() if key(entry) not in kept or not kept[key(entry)].translated()]
        faults += [f"locale/vendor: not translated: {entry.msgid!r}" for entry in lacking]
    print("\n".join(faults), file=sys.stderr if check else sys.stdout)
    if check and faults:
        print("Run `make vendor-messages`, then translate what it added.", file=sys.stderr)
    return int(check and bool(faults))


def write(
    domain: str, found: dict[tuple[str, str | None], polib.POEntry], kept: dict[tuple[str, str | None], polib.POEntry]
) -> polib.POFile:
    """Adds what is wanted; keeps what is ours, also where the package has other words; drops what no package says any more."""
    said = {key(entry) for package in (*PACKAGES, "django") for entry in in_catalogues(package, "en", domain)} | set(
        found
    )
    po = polib.POFile(wrapwidth=0)
    po.metadata = {
        "Project-Id-Version": "reform-site",
        "Language": LOCALE,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": "nplurals=1; plural=0;",
    }
    for one, entry in {**found, **in_our_terms(domain), **kept}.items():
        if one not in said:
            continue
        fresh = polib.POEntry(msgid=entry.msgid, msgctxt=entry.msgctxt, msgid_plural=entry.msgid_plural)
        fresh.flags = [flag for flag in entry.flags if flag != "fuzzy"]
        if entry.translated():
            fresh.msgstr, fresh.msgstr_plural, fresh.tcomment = entry.msgstr, entry.msgstr_plural, entry.tcomment
        elif entry.msgid_plural:
            fresh.msgstr_plural = {0: ""}
        po.append(fresh)
    po.sort(key=lambda entry: (entry.msgid, entry.msgctxt or ""))
    path(domain).parent.mkdir(parents=True, exist_ok=True)
    po.save(str(path(domain)))
    return po


if __name__ == "__main__":
    sys.exit(main())
