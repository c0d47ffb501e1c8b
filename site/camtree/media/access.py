"""Who may use which picture."""

from collections.abc import Collection as Names
from typing import Any

from django.db.models import Q, QuerySet
from wagtail.models import CollectionViewRestriction
from wagtail.permission_policies.collections import CollectionOwnershipPermissionPolicy

from camtree.media.models import CamtreeImage


class ImagePolicy(CollectionOwnershipPermissionPolicy):
    """Wagtail's rules, and: whoever may add pictures to a collection may choose their own there.

    So a lead needs no right to choose, and never sees the pictures of other leads.
    """

    def user_has_permission(self, user: Any, action: str) -> bool:
        if action == "choose":
            return bool(self._check_perm(user, ["add", "choose"]))
        return bool(super().user_has_permission(user, action))

    def user_has_any_permission_for_instance(self, user: Any, actions: Names[str], instance: CamtreeImage) -> bool:
        if super().user_has_any_permission_for_instance(user, actions, instance):
            return True
        is_own = instance.uploaded_by_user_id is not None and instance.uploaded_by_user_id == user.pk
        return "choose" in actions and is_own and bool(self._check_perm(user, ["add"], collection=instance.collection))

    def instances_user_has_any_permission_for(self, user: Any, actions: Names[str]) -> QuerySet[CamtreeImage]:
        allowed: QuerySet[CamtreeImage] = super().instances_user_has_any_permission_for(user, actions)
        if "choose" not in actions or not user.is_authenticated or user.is_superuser:
            return allowed
        own = Q(uploaded_by_user=user, collection__in=list(self._collections_with_perm(user, ["add"])))
        return CamtreeImage.objects.filter(Q(pk__in=allowed.values("pk")) | own)


def without_closed(files: QuerySet[Any], user: Any) -> QuerySet[Any]:
    """Pictures or documents without those of collections that are open to certain groups, unless `user` is in one.

    Wagtail keeps these rules when a file is fetched; lists to choose from tell titles and show pictures too.
    """
    if user.is_superuser:
        return files
    closed = CollectionViewRestriction.objects.filter(restriction_type=CollectionViewRestriction.GROUPS)
    closed = closed.exclude(groups__in=user.groups.all())
    return files.exclude(collection__in=closed.values("collection"))


def image_policy() -> ImagePolicy:
    return ImagePolicy(CamtreeImage, auth_model="wagtailimages.Image", owner_field_name="uploaded_by_user")
