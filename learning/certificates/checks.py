"""Checks of this section before the site starts."""

from typing import Any

from django.conf import settings
from django.core import checks
from django.core.checks import CheckMessage, Error, register
from django.core.exceptions import ImproperlyConfigured

from learning.certificates.badge_keys import public_keys


@register()
def keys_can_be_read(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """A key that cannot be read would only be noticed by the first teacher who wants a badge."""
    try:
        public_keys()
    except (ImproperlyConfigured, OSError, ValueError) as error:
        return [
            Error(
                f"The keys of badges cannot be read: {error}",
                hint="docs/operating.md tells what CREDENTIAL_KEY_FILE and CREDENTIAL_OLD_KEYS_FILE hold.",
                id="camtree.E003",
            )
        ]
    return []


@register(deploy=True)
def packages_have_a_host(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Without a host of their own packages do not play; editors and learners are told, and so is who runs the site."""
    if settings.PACKAGES_HOST:
        return []
    return [
        checks.Warning(
            "SCORM and H5P packages do not play.",
            hint="Name a host in PACKAGES_HOST; docs/operating.md tells which.",
            id="camtree.W004",
        )
    ]
