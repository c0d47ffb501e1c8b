from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.views.generic import CreateView, EditView, IndexView
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets import Button
from wagtail.documents.models import document_served

from camtree.core.http.passwords import refusal_for

from .access import refusal_of_pages, without_closed
from .forms import CaptionTrackForm
from .models import CamtreeDocument, CaptionTrack
from .placing import ask_for_places
from .renditions.views import sizes_view
from .resumable.urls import urlpatterns as resumable_urls
from .views import private_file_response


@hooks.register("before_serve_document", order=-1)
def ask_its_pages(document: CamtreeDocument, request: HttpRequest) -> HttpResponse | None:
    """Before Wagtail's own hook, which knows of collections only, and sends who is signed in to the sign-in."""
    refusal = refusal_for(request, document.collection.get_view_restrictions())
    return refusal or refusal_of_pages(document, request)


@hooks.register("before_serve_document", order=100)
def hand_over_document(document: CamtreeDocument, request: HttpRequest) -> HttpResponse | None:
    """Let bucket or web server carry the bytes, after Wagtail's own hook (order 0) has asked the privacy rules."""
    response = private_file_response(
        document.file.storage,
        str(document.file.name),
        filename=document.filename,
        content_type=document.content_type,
        shown=document.content_disposition == "inline",
    )
    if response is not None:
        document_served.send(sender=CamtreeDocument, instance=document, request=request)
    return response


@hooks.register("construct_image_chooser_queryset")
@hooks.register("construct_document_chooser_queryset")
def choose_among_open(files: QuerySet[Any], request: HttpRequest) -> QuerySet[Any]:
    """Files of reports in review are for those alone who may open them."""
    return without_closed(files, request.user)


@hooks.register("after_bulk_action")
def place_those_moved(request: HttpRequest, action_type: str, objects: list[Any], view: Any) -> None:
    """Many files at once are put into a collection without being saved."""
    if action_type == "add_to_collection":
        ask_for_places()


@hooks.register("register_admin_urls")
def addresses() -> list[Any]:
    return [path("media/<int:pk>/sizes/", sizes_view, name="media_sizes")]


class TellsWhatIsPutRight:
    """For views that keep a track."""

    request: HttpRequest
    form: CaptionTrackForm

    def save_instance(self) -> Any:
        saved = super().save_instance()  # type: ignore[misc]
        for sentence in self.form.put_right:
            messages.warning(self.request, sentence)
        return saved


class AddTrackView(TellsWhatIsPutRight, CreateView):
    """A new track."""


class EditTrackView(TellsWhatIsPutRight, EditView):
    """Another file for a track."""

    @cached_property
    def header_more_buttons(self) -> list[Any]:
        return [*super().header_more_buttons, words_button(self.object)]


class TracksView(IndexView):
    """All tracks, each with the way to its words."""

    def get_list_more_buttons(self, instance: CaptionTrack) -> list[Any]:
        return [*super().get_list_more_buttons(instance), words_button(instance)]


def words_button(track: CaptionTrack) -> Button:
    """Leads to the page on which the words of a track are changed beside its recording."""
    return Button(_("Edit the words"), reverse("edit_captions", args=[track.pk]), icon_name="edit", priority=5)


class CaptionTrackViewSet(ModelViewSet):
    """Captions, subtitles and chapters of recordings."""

    model = CaptionTrack
    index_view_class = TracksView
    add_view_class = AddTrackView
    edit_view_class = EditTrackView
    icon = "openquote"
    name = "caption_tracks"
    menu_label = _("Captions")
    menu_name = "caption-tracks"
    menu_order = 320
    add_to_admin_menu = True
    list_display = ("media", "language_name", "kind")
    list_filter = ("language", "kind")
    form_fields = ("media", "language", "kind", "file")
    search_fields = ("media__title",)

    def get_form_class(self, for_update: bool = False) -> Any:
        return CaptionTrackForm


@hooks.register("register_admin_urls")
def addresses_of_uploads() -> list[URLPattern]:
    return resumable_urls


@hooks.register("register_admin_viewset")
def register_caption_tracks() -> CaptionTrackViewSet:
    return CaptionTrackViewSet()
