"""ASGI entry, for servers that speak it."""

import os
import sys
from pathlib import Path

from django.core.asgi import get_asgi_application

sys.path[:0] = [str(Path(__file__).resolve().parents[1]), str(Path(__file__).resolve().parents[2])]
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "reform.settings.production")
application = get_asgi_application()
