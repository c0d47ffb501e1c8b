"""Panels of the member's own page. Sections above register theirs in `AppConfig.ready()`."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from camtree.core.registries import Registry
from camtree.members.models import User


@dataclass(frozen=True)
class Panel:
    """A part of the dashboard: a template and what it needs to know about a member."""

    name: str
    template: str
    context: Callable[[User], dict[str, Any]]
    position: int = 100


_panels: Registry[str, Panel] = Registry()


def register_panel(panel: Panel) -> None:
    """Add a panel; the same name again replaces it."""
    _panels.add(panel.name, panel)


def panels_for(member: User) -> list[tuple[str, dict[str, Any]]]:
    """Template and context of every panel, in their order."""
    ordered = sorted(_panels, key=lambda panel: (panel.position, panel.name))
    return [(panel.template, panel.context(member)) for panel in ordered]
