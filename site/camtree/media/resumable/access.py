from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from wagtailmedia.permissions import permission_policy

from camtree.media.resumable.models import ResumableUpload


def may_upload(user: Any) -> bool:
    """Whoever adds recordings, or changes some."""
    return bool(permission_policy.user_has_any_permission(user, ["add", "change"]))


def uploads_of(user: Any) -> QuerySet[ResumableUpload]:
    """One's own, and nobody else's."""
    return ResumableUpload.objects.filter(owner=user) if may_upload(user) else ResumableUpload.objects.none()


def get_upload(user: Any, key: UUID) -> ResumableUpload | None:
    """An upload of one's own; None for any other, and for what is none."""
    return uploads_of(user).filter(key=key).first()
