"""wagtail-localize's background work, done by Django's tasks like all other background work."""

import importlib
from collections.abc import Callable
from typing import Any

from django.apps import apps
from django.db.models import QuerySet
from django.tasks import task
from wagtail_localize.components import TranslationComponentManager
from wagtail_localize.tasks import BaseJobBackend


class TaskBackend(BaseJobBackend):
    """Hands wagtail-localize's jobs to the task queue. Model instances travel as their primary keys."""

    def enqueue(self, func: Callable[..., Any], args: Any, kwargs: Any) -> None:
        run_job.enqueue(
            function=f"{func.__module__}:{func.__qualname__}",
            args=[_pack(value) for value in args],
            kwargs={name: _pack(value) for name, value in kwargs.items()},
        )


@task()
def run_job(function: str, args: list[Any], kwargs: dict[str, Any]) -> None:
    """Run one of wagtail-localize's own functions with unpacked arguments."""
    module, _colon, name = function.partition(":")
    if not module.startswith("wagtail_localize."):
        raise ValueError(f"{module} is none of wagtail-localize's modules.")
    target: Any = importlib.import_module(module)
    for part in name.split("."):
        target = getattr(target, part)
    target(*(_unpack(value) for value in args), **{key: _unpack(value) for key, value in kwargs.items()})


def _pack(value: Any) -> Any:
    """JSON for a value that a job may carry."""
    if hasattr(value, "_meta"):
        return {"model": value._meta.label, "pk": value.pk}
    if isinstance(value, TranslationComponentManager):
        if value.components:
            raise ValueError("No job carries forms: components of a translation are none of ours.")
        return None
    if isinstance(value, (list, tuple, QuerySet)):
        return [_pack(item) for item in value]
    return value


def _unpack(value: Any) -> Any:
    if isinstance(value, dict) and set(value) == {"model", "pk"}:
        return apps.get_model(value["model"])._default_manager.get(pk=value["pk"])
    if isinstance(value, list):
        return [_unpack(item) for item in value]
    return value
