"""What templates ask about accounts."""

from typing import Any

from django import template
from django.conf import settings

from camtree.members.middleware import StaffSecondFactorMiddleware

register = template.Library()


@register.simple_tag
def orcid_is_offered() -> bool:
    """Whether people may sign in by ORCID here."""
    return bool(settings.ORCID_CLIENT_ID)


@register.simple_tag(takes_context=True)
def needs_second_factor(context: dict[str, Any]) -> bool:
    """Whether this person has to set up a second factor before the admin opens."""
    request = context["request"]
    return (
        settings.STAFF_SECOND_FACTOR_REQUIRED
        and request.user.has_perm("wagtailadmin.access_admin")
        and not StaffSecondFactorMiddleware.has_second_factor(request)
    )
