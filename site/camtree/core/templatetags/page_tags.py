"""What templates ask about pages that others point to."""

from django import template
from wagtail.models import Page

from camtree.core.pages.doors import restricted_paths

register = template.Library()


@register.filter
def is_public(page: Page | None) -> bool:
    """Whether everybody may read a page: its title may be told, too."""
    return bool(page and page.live and not any(page.path.startswith(path) for _pk, path in restricted_paths()))
