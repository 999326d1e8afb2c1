from typing import Any

from django.apps import AppConfig, apps
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class PeopleConfig(AppConfig):
    name = "reform.people"
    label = "people"
    verbose_name = _("People")

    def ready(self) -> None:
        from . import checks, signals  # noqa: F401

        post_migrate.connect(make_roles)
        post_migrate.connect(make_calendar)


def make_roles(sender: AppConfig, using: str, **kwargs: Any) -> None:
    """Groups exist after installation. Runs once, after the last app, when every permission has been made."""
    if using == "default" and sender == last_app():
        from .roles import sync_roles

        sync_roles()


def make_calendar(sender: AppConfig, using: str, **kwargs: Any) -> None:
    """The working calendar of the years that are published exists after installation and after each upgrade."""
    if using == "default" and sender == last_app():
        from .calendar import seed_calendar

        seed_calendar()


def last_app() -> AppConfig:
    """The app whose `post_migrate` comes last; apps without models send none."""
    return [app for app in apps.get_app_configs() if app.models_module is not None][-1]
