"""House rules as system checks."""

from typing import Any

from django.apps import apps
from django.core.checks import CheckMessage, Error, register
from wagtail.models import Page


@register()
def page_types_name_their_places(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Every page type says what may be its parent and its child, so that an editor cannot build a broken tree."""
    ours = {"home", "research", "learning", "webinars", "leads", "insights"}
    return [
        Error(
            f"{model.__name__} does not set {name}.",
            hint=f"Give {model.__name__} a list, an empty one where nothing fits.",
            obj=model,
            id="camtree.E001",
        )
        for model in apps.get_models()
        if issubclass(model, Page) and model._meta.app_label in ours
        for name in ("parent_page_types", "subpage_types")
        if name not in vars(model)
    ]
