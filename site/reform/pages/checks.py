"""Rules of the project as system checks: they fail a build, so that nobody has to remember them in review."""

from typing import Any

from django.apps import apps
from django.core.checks import Error, register
from wagtail.models import Page

ROOMS = {"pages", "publicity", "typicals", "training", "concerns"}


@register()
def page_models(app_configs: Any, **kwargs: Any) -> list[Error]:
    """Each page class of ours stands on `BasePage` and says which template shows it."""
    from .models import BasePage

    errors = []
    for model in apps.get_models():
        if model._meta.app_label not in ROOMS or not issubclass(model, Page):
            continue
        if not issubclass(model, BasePage):
            errors.append(Error(f"{model._meta.label} does not inherit BasePage.", obj=model, id="reform.E001"))
        if not model.__dict__.get("template"):
            errors.append(Error(f"{model._meta.label} names no template.", obj=model, id="reform.E002"))
    return errors


@register()
def body_blocks(app_configs: Any, **kwargs: Any) -> list[Error]:
    """Each block has a template, an icon and a label of its own."""
    from .blocks import BodyBlock
    from .sections import HomeBlock

    errors = []
    for stream in (BodyBlock(), HomeBlock()):
        for name, block in stream.child_blocks.items():
            if not getattr(block.meta, "template", None) or block.meta.icon == "placeholder" or not block.label:
                errors.append(
                    Error(f"Block {name} needs a template, an icon and a label.", obj=block, id="reform.E003")
                )
    return errors
