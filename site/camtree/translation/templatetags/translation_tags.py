import json

from django import template

register = template.Library()


@register.filter
def without_alias_link(props: str) -> str:
    """What wagtail-localize's editor gets, without the button that puts the live original in its place."""
    shown = json.loads(props)
    shown["links"]["convertToAliasUrl"] = None
    return json.dumps(shown)
