"""wagtail-localize's own views, each asked first whether this person may write in that language.

They stand at the same addresses, before the originals: `wagtail_hooks.py` registers them.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.http import content_disposition_header
from django.utils.text import slugify
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, to_locale
from django.views.decorators.http import require_http_methods, require_POST
from wagtail.admin import messages
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.models import Locale, Page
from wagtail_localize.models import StringSegment, StringTranslation, Translation
from wagtail_localize.views import convert, edit_translation, report, submit_translations, update_translations

from camtree.core.pages.works import held_back_until
from camtree.core.templatetags.core_tags import number
from camtree.core.words.languages import join, language_name
from camtree.translation.access import (
    is_locked_for,
    is_page_locked_for,
    may_publish_all,
    may_read_source,
    may_write_in,
    writable_locales,
)
from camtree.translation.actions import import_po, mark_fault, stop_following, submit_translation, tell_translator
from camtree.translation.pieces import missing_pieces
from camtree.translation.po_files import Imported, PoFileError, read_po
from camtree.translation.queries import first_to_translate

View = Callable[..., HttpResponseBase]
# So many refused pieces of a file are named.
MOST_TOLD = 20
# Sent along by whoever has read which pieces are missing, and goes on.
KNOWN = "missing_known"


class OwnLanguagesMixin:
    """Offers the languages in which the person may write, and only originals that they may read."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if request.user.has_perm("wagtail_localize.submit_translation") and not may_read_source(
            request.user,
            self.get_object(),  # type: ignore[attr-defined]
        ):
            raise Http404
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]

    def get_form(self) -> forms.Form:
        form: forms.Form = super().get_form()  # type: ignore[misc]
        field: Any = form.fields["locales"]
        field.queryset = field.queryset.filter(pk__in=writable_locales(self.request.user))  # type: ignore[attr-defined]
        return form


class SubmitPageTranslationView(OwnLanguagesMixin, submit_translations.SubmitPageTranslationView):
    """Start the translation of a page, once all pages above it have theirs."""

    def get_form(self) -> forms.Form:
        form = super().get_form()
        if form.is_bound and form.is_valid():
            for locale in form.cleaned_data["locales"]:
                if above := first_to_translate(self.object, locale):
                    form.add_error("locales", self.refusal(above, locale))
        return form

    @staticmethod
    def refusal(above: Page, locale: Locale) -> str:
        """The sentence that names the page to begin with, and leads to its form."""
        return format_html(
            '{} <a href="{}">{}</a>',
            _("Translate “%(page)s” into %(language)s first: this page stands below it.")
            % {"page": above.title, "language": language_name(locale.language_code)},
            reverse("wagtail_localize:submit_page_translation", args=[above.pk]),
            _("Translate that page"),
        )


class SubmitSnippetTranslationView(OwnLanguagesMixin, submit_translations.SubmitSnippetTranslationView):
    """Start the translation of a menu or a word of a vocabulary."""


class UpdateTranslationsView(update_translations.UpdateTranslationsView):
    """Bring new words of the original into its translations; publishing them wants the right to publish each."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if request.user.has_perm("wagtail_localize.submit_translation") and not any(
            may_write_in(request.user, translation.target_locale) for translation in self.enabled_translations()
        ):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def enabled_translations(self) -> list[Translation]:
        return list(self.get_object().translations.filter(enabled=True).select_related("target_locale"))

    def get_form(self) -> forms.Form:
        form: forms.Form = super().get_form()
        if not may_publish_all(self.request.user, self.enabled_translations()):
            # Disabled fields keep their initial value, whatever is sent.
            form.fields["publish_translations"].disabled = True
            form.fields["publish_translations"].help_text = _("Only for those who may publish all the translations.")
        return form

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        locked = [row for row in self.enabled_translations() if is_locked_for(request.user, row)]
        if locked:
            words = _("These translations are locked, so nothing was changed: %(languages)s.")
            names = join([language_name(row.target_locale.language_code) for row in locked])
            messages.error(request, words % {"languages": names})
            return HttpResponseRedirect(request.get_full_path())
        return super().post(request, *args, **kwargs)


class TranslationsReportView(report.TranslationsReportView):
    """All translations there are, for those who translate."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not request.user.has_perm("wagtail_localize.submit_translation"):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_queryset(self) -> Any:
        translations = super().get_queryset().select_related("target_locale", "source__locale")
        return translations.filter(target_locale__in=writable_locales(self.request.user)).order_by("-pk")


def in_own_language(view: View, *, changes: bool = False) -> View:
    """Refuse the view of one translation to those who may not write in its language; one that changes something, where
    its page is locked too."""

    @wraps(view)
    def guarded(request: HttpRequest, translation_id: int, **kwargs: Any) -> HttpResponseBase:
        translation = get_object_or_404(Translation, pk=translation_id)
        if not may_write_in(request.user, translation.target_locale):
            raise PermissionDenied
        if changes and request.method != "GET" and is_locked_for(request.user, translation):
            return _refused_as_locked(request, translation)
        return view(request, translation_id=translation_id, **kwargs)

    return guarded


def _refused_as_locked(request: HttpRequest, translation: Translation) -> HttpResponseBase:
    """A sentence: in the answer where a script asks, on the page where a form was sent."""
    says = _("This page is locked. Nothing was changed.")
    if request.method in {"PUT", "DELETE"}:
        return JsonResponse({"detail": says}, status=423)
    messages.error(request, says)
    return HttpResponseRedirect(_form_of(translation, request))


def _form_of(translation: Translation, request: HttpRequest) -> str:
    """Where to go back to: what the form named, else the form of the translation itself."""
    return str(get_valid_next_url_from_request(request) or translation.get_target_instance_edit_url())


def edit_piece(request: HttpRequest, translation_id: int, string_segment_id: int) -> HttpResponseBase:
    """A piece as it was written. One whose markup is not that of the original is kept with its fault."""
    if b"\x00" in request.body or b"%00" in request.body:
        return JsonResponse({"detail": _("It holds a character that is none.")}, status=400)
    response: Any = edit_translation.edit_string_translation(
        request, translation_id=translation_id, string_segment_id=string_segment_id
    )
    if request.method == "PUT" and response.status_code in {200, 201}:
        translation = Translation.objects.get(pk=translation_id)
        segment = StringSegment.objects.select_related("string").get(pk=string_segment_id)
        row = mark_fault(translation=translation, segment=segment)
        if row is not None:
            context = {"translation_source": translation.source}
            response.data = edit_translation.StringTranslationSerializer(row, context=context).data
    answer: HttpResponseBase = response
    return answer


def upload(request: HttpRequest, translation_id: int) -> HttpResponseBase:
    """Take in a PO file: the good pieces, with a sentence about each of the others."""
    translation = get_object_or_404(Translation, pk=translation_id)
    if not edit_translation.user_can_edit_instance(request.user, translation.get_target_instance()):
        raise PermissionDenied
    try:
        po = read_po(request.FILES.get("file"), translation)
    except PoFileError as error:
        messages.error(request, str(error))
    else:
        _tell(request, import_po(translation=translation, po=po, user=request.user))
    return HttpResponseRedirect(_form_of(translation, request))


def _tell(request: HttpRequest, told: Imported) -> None:
    """What became of the pieces of a file, in sentences."""
    if told.taken:
        words = ngettext("%(number)s piece was taken in.", "%(number)s pieces were taken in.", told.taken)
        messages.success(request, words % {"number": number(told.taken)})
    if told.doubtful:
        words = ngettext(
            "%(number)s piece is marked as doubtful (fuzzy). It stays unfinished.",
            "%(number)s pieces are marked as doubtful (fuzzy). They stay unfinished.",
            told.doubtful,
        )
        messages.warning(request, words % {"number": number(told.doubtful)})
    if told.refused:
        words = ngettext("%(number)s piece was refused:", "%(number)s pieces were refused:", len(told.refused))
        said = [f"“{piece}”: {reason}" for piece, reason in told.refused[:MOST_TOLD]]
        if len(told.refused) > MOST_TOLD:
            said.append("…")
        messages.error(request, " ".join([words % {"number": number(len(told.refused))}, *said]))
    if not (told.taken or told.doubtful or told.refused):
        messages.warning(request, _("The file holds no translated piece."))


def download(request: HttpRequest, translation_id: int) -> HttpResponseBase:
    """The PO file, in which doubtful pieces are marked as fuzzy."""
    translation = get_object_or_404(Translation, pk=translation_id)
    if not edit_translation.user_can_edit_instance(request.user, translation.get_target_instance()):
        raise PermissionDenied
    po = translation.export_po()
    doubtful = StringTranslation.objects.filter(
        locale=translation.target_locale, context__object=translation.source.object, has_error=True
    )
    marked = set(doubtful.values_list("context__path", "translation_of__data"))
    for entry in po:
        if not entry.obsolete and (entry.msgctxt, entry.msgid) in marked:
            entry.flags.append("fuzzy")
    po.metadata["Language"] = to_locale(translation.target_locale.language_code)
    name = f"{slugify(translation.source.object_repr) or 'page'}-{translation.target_locale.language_code}.po"
    response = HttpResponse(str(po), content_type="text/x-gettext-translation; charset=utf-8")
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    return response


def stop_asked(request: HttpRequest, translation_id: int) -> HttpResponseBase:
    """Asks before a translation follows its original no more: then its words are changed in the page itself."""
    translation = get_object_or_404(Translation, pk=translation_id)
    target = translation.get_target_instance()
    if not edit_translation.user_can_edit_instance(request.user, target):
        raise PermissionDenied
    back = translation.get_target_instance_edit_url()
    if request.method == "POST" and request.POST.get("sure"):
        stop_following(translation=translation, user=request.user)
        messages.success(request, _("The page follows its original no more. Its words are changed here."))
        return HttpResponseRedirect(back)
    return render(request, "translation/stop.html", {"target": target, "translation": translation, "back": back})


edit_string = in_own_language(edit_piece, changes=True)
edit_override = in_own_language(edit_translation.edit_override, changes=True)
download_po = in_own_language(download)
upload_po = in_own_language(require_POST(upload), changes=True)
machine_translate = in_own_language(edit_translation.machine_translate, changes=True)
preview = in_own_language(edit_translation.preview_translation)
stop = in_own_language(require_http_methods(["GET", "HEAD", "POST"])(stop_asked), changes=True)


def convert_to_alias(request: HttpRequest, page_id: int) -> HttpResponseBase:
    """Put the live original in the place of its translation: that publishes, so it wants the right to."""
    page = get_object_or_404(Page, pk=page_id)
    if not page.permissions_for_user(request.user).can_publish():
        raise PermissionDenied
    if request.method == "POST" and is_page_locked_for(request.user, page):
        messages.error(request, _("This page is locked. Nothing was changed."))
        return HttpResponseRedirect(reverse("wagtailadmin_pages:edit", args=[page.pk]))
    response: HttpResponseBase = convert.convert_to_alias(request, page_id)
    return response


def change_translation(request: HttpRequest, page: Page) -> HttpResponseBase | None:
    """What was sent to the form of a translation: "Publish in …", with a mail to whoever submitted it, or following the
    original again. None where the page follows none, and Wagtail's own editor takes over."""
    translation = Translation.objects.filter(
        source__object_id=page.translation_key, target_locale_id=page.locale_id
    ).first()
    is_publishing = request.POST.get("action") == "publish"
    if translation is None or not (translation.enabled or "localize-restart-translation" in request.POST):
        return None
    if is_locked_for(request.user, translation):
        return _refused_as_locked(request, translation)
    if not (translation.enabled and is_publishing):
        return None
    if not page.permissions_for_user(request.user).can_publish():
        raise PermissionDenied
    if not request.POST.get(KNOWN) and (missing := missing_pieces(translation)):
        sent = {"action": "publish", "next": request.POST.get("next", "")}
        return _ask_about(request, page, missing, go_on=_("Publish anyway"), address=request.path, sent=sent)
    waiting, before = page.current_workflow_state, page.latest_revision_id
    day = held_back_until(page)
    response: HttpResponseBase = edit_translation.edit_translation(request, translation, page)
    page = Page.objects.get(pk=page.pk)
    if day is not None and not page.live:
        told = _("The original is not public before %(day)s. This translation goes live with it.")
        messages.warning(request, told % {"day": date_format(localtime(day), "DATETIME_FORMAT")})
    if waiting and waiting.requested_by and page.latest_revision_id != before:
        tell_translator(page=page, submitted_by=waiting.requested_by, published_by=request.user)
    return response


def _ask_about(
    request: HttpRequest, page: Page, missing: Any, *, go_on: str, address: str, sent: dict[str, str]
) -> HttpResponse:
    """Name the pieces that are missing before a page is handed on; going on sends the same once more."""
    facts = {"page": page, "missing": missing, "go_on": go_on, "address": address, "sent": {**sent, KNOWN: "1"}}
    return render(request, "translation/missing.html", facts)


@require_POST
def submit_for_moderation(request: HttpRequest, translation_id: int) -> HttpResponseBase:
    """Hand a translated page to the moderators."""
    translation = get_object_or_404(Translation, pk=translation_id)
    page = translation.get_target_instance()
    if not isinstance(page, Page) or not page.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    if not page.workflow_in_progress and is_locked_for(request.user, translation):
        return _refused_as_locked(request, translation)
    if not request.POST.get(KNOWN) and (missing := missing_pieces(translation)):
        go_on = _("Submit anyway")
        return _ask_about(request, page, missing, go_on=go_on, address=request.path, sent={})
    if submit_translation(translation=translation, user=request.user):
        messages.success(request, _("The translation waits for a moderator."))
    else:
        messages.error(request, _("The translation is with a moderator already."))
    return HttpResponseRedirect(reverse("wagtailadmin_pages:edit", args=[page.pk]))
