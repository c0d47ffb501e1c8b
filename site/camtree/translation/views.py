"""wagtail-localize's own views, each asked first whether this person may write in that language.

They stand at the same addresses, before the originals: `wagtail_hooks.py` registers them.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from wagtail.admin import messages
from wagtail.models import Locale, Page
from wagtail_localize.models import Translation
from wagtail_localize.views import convert, edit_translation, report, submit_translations, update_translations

from camtree.core.words.languages import language_name
from camtree.translation.access import may_publish_all, may_read_source, may_write_in, writable_locales
from camtree.translation.actions import submit_translation, tell_translator
from camtree.translation.queries import first_to_translate

View = Callable[..., HttpResponseBase]


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


class TranslationsReportView(report.TranslationsReportView):
    """All translations there are, for those who translate."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not request.user.has_perm("wagtail_localize.submit_translation"):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_queryset(self) -> Any:
        translations = super().get_queryset().select_related("target_locale", "source__locale")
        return translations.filter(target_locale__in=writable_locales(self.request.user)).order_by("-pk")


def in_own_language(view: View) -> View:
    """Refuse the view of one translation to those who may not write in its language."""

    @wraps(view)
    def guarded(request: HttpRequest, translation_id: int, **kwargs: Any) -> HttpResponseBase:
        translation = get_object_or_404(Translation, pk=translation_id)
        if not may_write_in(request.user, translation.target_locale):
            raise PermissionDenied
        return view(request, translation_id=translation_id, **kwargs)

    return guarded


edit_string = in_own_language(edit_translation.edit_string_translation)
edit_override = in_own_language(edit_translation.edit_override)
download_po = in_own_language(edit_translation.download_pofile)
upload_po = in_own_language(edit_translation.upload_pofile)
machine_translate = in_own_language(edit_translation.machine_translate)
preview = in_own_language(edit_translation.preview_translation)
stop = in_own_language(edit_translation.stop_translation)


def convert_to_alias(request: HttpRequest, page_id: int) -> HttpResponseBase:
    """Put the live original in the place of its translation: that publishes, so it wants the right to."""
    page = get_object_or_404(Page, pk=page_id)
    if not page.permissions_for_user(request.user).can_publish():
        raise PermissionDenied
    response: HttpResponseBase = convert.convert_to_alias(request, page_id)
    return response


def publish_translation(request: HttpRequest, page: Page) -> HttpResponseBase | None:
    """ "Publish in …", and a mail to whoever submitted the translation. None where the page follows no original."""
    translation = Translation.objects.filter(
        source__object_id=page.translation_key, target_locale_id=page.locale_id, enabled=True
    ).first()
    if translation is None:
        return None
    waiting, before = page.current_workflow_state, page.latest_revision_id
    response: HttpResponseBase = edit_translation.edit_translation(request, translation, page)
    page = Page.objects.get(pk=page.pk)
    if waiting and waiting.requested_by and page.latest_revision_id != before:
        tell_translator(page=page, submitted_by=waiting.requested_by, published_by=request.user)
    return response


@require_POST
def submit_for_moderation(request: HttpRequest, translation_id: int) -> HttpResponseBase:
    """Hand a translated page to the moderators."""
    translation = get_object_or_404(Translation, pk=translation_id)
    page = translation.get_target_instance()
    if not isinstance(page, Page) or not page.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    if submit_translation(translation=translation, user=request.user):
        messages.success(request, _("The translation waits for a moderator."))
    else:
        messages.error(request, _("The translation is with a moderator already."))
    return HttpResponseRedirect(reverse("wagtailadmin_pages:edit", args=[page.pk]))
