"""Who may use which picture, and who may fetch which document."""

from collections.abc import Collection as Names
from typing import Any

from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from wagtail.models import CollectionViewRestriction, Page
from wagtail.permission_policies.collections import CollectionOwnershipPermissionPolicy
from wagtailmedia.permissions import get_permission_policy

from camtree.core.access import or_404
from camtree.core.http.passwords import ask_at_the_door
from camtree.core.pages.doors import restricted_paths
from camtree.core.pages.models import BasePageQuerySet
from camtree.core.pages.queries import shown_to
from camtree.media.models import CamtreeDocument, CamtreeImage, CaptionTrack
from camtree.media.privacy import any_collection_is_private
from camtree.media.queries import collection_of_file, pages_with, stands_elsewhere
from camtree.media.storages import is_aside


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


def tracks_for(user: Any) -> QuerySet[CaptionTrack]:
    """The captions of recordings that somebody may change."""
    if not user.is_authenticated:
        return CaptionTrack.objects.none()
    recordings = get_permission_policy().instances_user_has_permission_for(user, "change")
    return CaptionTrack.objects.filter(media__in=recordings).select_related("media")


def get_track_for(user: Any, pk: int) -> CaptionTrack:
    """Captions of a recording that somebody may change. Raises Http404 for all others."""
    return or_404(tracks_for(user).filter(pk=pk).first())


def image_policy() -> ImagePolicy:
    return ImagePolicy(CamtreeImage, auth_model="wagtailimages.Image", owner_field_name="uploaded_by_user")


def is_private_file(path: str, request: HttpRequest) -> bool:
    """Whether a file of the public storage belongs to a private collection: a size of a picture, a recording, its
    thumbnail, its captions. Raises Http404 where the collection does not let this visitor in. Editors may have all."""
    if not (any_collection_is_private() or is_aside(path)):
        return False
    collection = collection_of_file(path)
    if collection is None and is_aside(path):
        raise Http404
    restrictions = list(collection.get_view_restrictions()) if collection else []
    if not restrictions:
        return False
    if not request.user.has_perm("wagtailadmin.access_admin"):
        for restriction in restrictions:
            if not restriction.accept_request(request):
                raise Http404
    return True


def is_open_to(request: HttpRequest, file: Any) -> bool:
    """Whether this visitor may have a file, by its collection alone. Asks nothing where none is private."""
    if not any_collection_is_private():
        return True
    restrictions = file.collection.get_view_restrictions()
    is_editor = bool(restrictions) and request.user.has_perm("wagtailadmin.access_admin")
    return is_editor or all(restriction.accept_request(request) for restriction in restrictions)


def is_private_document(pk: int) -> bool:
    """Whether a document is for some only: by its collection, or because each page it stands on is private."""
    if not (any_collection_is_private() or restricted_paths()):
        return False
    document = CamtreeDocument.objects.filter(pk=pk).select_related("collection").first()
    if document is None:
        return False
    if document.collection.get_view_restrictions().exists():
        return True
    pages = pages_with(document).values("pk")
    public = BasePageQuerySet(Page).live().public().filter(pk__in=pages)
    return bool(pages.exists() and not public.exists() and not stands_elsewhere(document))


def refusal_of_pages(document: CamtreeDocument, request: HttpRequest) -> HttpResponse | None:
    """What a visitor gets instead of a document that stands on pages they may not read; None where they may have it.

    A document is as private as the pages it stands on: one of them that may be read is enough. One that stands nowhere
    is as private as its collection. Raises Http404 where none of its pages is live. Editors may have all.
    """
    pages = pages_with(document)
    if not pages.exists() or stands_elsewhere(document):
        return None
    if shown_to(request).filter(pk__in=pages.values("pk")).exists():
        return None
    if request.user.has_perm("wagtailadmin.access_admin"):
        return None
    for page in Page.objects.live().filter(pk__in=pages.values("pk")).specific():
        answer = ask_at_the_door(request, page)
        if answer is not None:
            return answer
    raise Http404
