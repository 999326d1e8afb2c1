#!/usr/bin/env python
"""Django's command line. `site/` is a folder on the import path, not a package (DESIGN, section 2)."""

import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent

if __name__ == "__main__":
    sys.path[:0] = [str(ROOT / "site"), str(ROOT)]
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "reform.settings.development")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)
