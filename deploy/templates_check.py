"""Every template of the project compiles: a typing mistake in a seldom seen one is found before a reader finds it."""

import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "site"), str(ROOT)]
os.environ["DJANGO_SETTINGS_MODULE"] = "reform.settings.test"


def main() -> int:
    """The command line."""
    import django
    from django.template import TemplateSyntaxError
    from django.template.loader import get_template

    django.setup()
    failed = 0
    folders = [ROOT / "templates", *(ROOT / "site" / "reform").glob("*/templates"), ROOT / "publicity" / "templates"]
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            if path.suffix in (".html", ".txt", ".xml", ".svg"):
                try:
                    get_template(str(path.relative_to(folder)))
                except (TemplateSyntaxError, UnicodeDecodeError) as error:
                    failed += 1
                    print(f"{path.relative_to(ROOT)}: {error}", file=sys.stderr)
    return bool(failed)


if __name__ == "__main__":
    sys.exit(main())
