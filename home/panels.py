"""What editors of a front page see beside its fields."""

from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import Panel
from wagtail.models import Page

FEATURED: Final = ("featured_collections", "featured_reports", "featured_courses", "featured_leads")


@dataclass(frozen=True)
class Difference:
    """The front page of another language, and the works that only one of the two features."""

    page: Page
    only_there: list[str]
    only_here: list[str]


class FeaturedElsewherePanel(Panel):
    """Each language features by hand: what the other front pages feature and this one does not, and the other way."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"heading": _("Featured in other languages"), **kwargs})

    class BoundPanel(Panel.BoundPanel):
        """The panel on one front page."""

        template_name = "home/panels/featured_elsewhere.html"

        def get_context_data(self, parent_context: Any = None) -> Any:
            return super().get_context_data(parent_context) | {"differences": differences(self.instance)}


def differences(home: Any) -> list[Difference]:
    """How the front pages of the other languages differ from one: two queries."""
    others = type(home).objects.filter(translation_key=home.translation_key, alias_of=None).exclude(pk=home.pk)
    pages = list(others.select_related("locale").order_by("locale__language_code"))
    chosen = {page.pk: _chosen(page) for page in [home, *pages]}
    rows = Page.objects.filter(pk__in=[key for keys in chosen.values() for key in keys])
    works = {row.pk: row for row in rows.only("title", "translation_key")}

    def named(keys: list[int]) -> dict[Any, str]:
        return {works[key].translation_key: works[key].title for key in keys if key in works}

    here = named(chosen[home.pk])
    found = []
    for page in pages:
        there = named(chosen[page.pk])
        only_there = [title for key, title in there.items() if key not in here]
        only_here = [title for key, title in here.items() if key not in there]
        found.append(Difference(page, only_there, only_here))
    return found


def _chosen(home: Any) -> list[int]:
    return [row["value"] for name in FEATURED for row in getattr(home, name).raw_data if row["value"]]
