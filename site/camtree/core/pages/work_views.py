"""Wagtail's views that take a page away, move it, lock it or make it private, for all languages of its work.

Each dialog names the languages that follow. A language may be unpublished, deleted or moved alone: that is a choice in
the dialog. Privacy and locks are always those of the work.
"""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from wagtail.admin.modal_workflow import render_modal_workflow
from wagtail.admin.views.page_privacy import SetPrivacyView
from wagtail.admin.views.pages.delete import DeleteView
from wagtail.admin.views.pages.lock import LockView, UnlockView
from wagtail.admin.views.pages.move import MoveConfirmView
from wagtail.admin.views.pages.unpublish import UnpublishView
from wagtail.models import Page, PageViewRestriction

from camtree.core.pages.actions import delete_pages, forget_other_restrictions, lock_others, unlock_others
from camtree.core.pages.works import Languages, acting_on, is_original, other_languages
from camtree.core.words.languages import join, language_name

# The field by which a dialog says what to take along.
FIELD = "languages"


def names_of(pages: Iterable[Page]) -> str:
    """The languages of these pages in words, in the reader's own."""
    return join([language_name(page.locale.language_code) for page in pages])


def told(page: Page, following: Iterable[Page], *, may_all: bool = True, takes_all: bool = True) -> dict[str, Any]:
    """What the choice of languages in a dialog says of them."""
    following = list(following)
    return {
        "own_language": names_of([page]),
        "following": names_of(following),
        "all_languages": names_of([page, *following]),
        "may_all": may_all,
        "takes_all": takes_all,
    }


def _sent(request: HttpRequest, otherwise: Languages) -> Languages:
    """What somebody chose in a dialog; `otherwise` where nothing was sent."""
    sent = request.POST.get(FIELD, "")
    return Languages(sent) if sent in set(Languages) else otherwise


# ---------------------------------------------------------------- what goes with a page


def unpublished_with(page: Page) -> list[Page]:
    """The other live languages of a work; those that mirror another follow by themselves."""
    return list(other_languages(page).live().filter(alias_of=None))


def may_unpublish_all(page: Page, user: Any) -> bool:
    """Whether the other languages follow: those of the original do, a translation's where one may unpublish each."""
    return is_original(page) or all(
        other.specific.permissions_for_user(user).can_unpublish() for other in unpublished_with(page)
    )


def languages_to_unpublish(request: HttpRequest, page: Page) -> Languages:
    """What is unpublished with a page: all languages, unless one alone was chosen or may be."""
    if not may_unpublish_all(page, request.user):
        return Languages.ONE
    return _sent(request, Languages.ALL)


def languages_to_delete(request: HttpRequest, page: Page) -> Languages:
    """What is deleted with a page. A translation takes its original along only where that was chosen."""
    return _sent(request, Languages.ALL if is_original(page) else Languages.ONE)


def pages_that_go(request: HttpRequest, page: Page, action: str) -> list[Page]:
    """The pages of a work that readers lose with this one, by what was sent to the dialog `unpublish` or `delete`."""
    choose = languages_to_delete if action == "delete" else languages_to_unpublish
    return unpublished_with(page) if choose(request, page) == Languages.ALL else []


# ---------------------------------------------------------------- views


class WorkUnpublishView(UnpublishView):
    """Unpublishes a work, or one of its languages."""

    template_name = "core/pages/confirm_unpublish.html"
    gone = ""

    def unpublish(self) -> Any:
        chosen = languages_to_unpublish(self.request, self.object)
        self.gone = names_of(unpublished_with(self.object)) if chosen == Languages.ALL else ""
        with transaction.atomic(), acting_on(chosen):
            return super().unpublish()

    def get_success_message(self) -> str:
        said = str(super().get_success_message())
        if not self.gone:
            return said
        return f"{said} {_('With it went: %(languages)s.') % {'languages': self.gone}}"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        may_all = may_unpublish_all(self.object, self.request.user)
        return super().get_context_data(**kwargs) | told(self.object, unpublished_with(self.object), may_all=may_all)


class WorkDeleteView(DeleteView):
    """Deletes a work, or one of its languages. What one may not delete of it is unpublished."""

    template_name = "core/pages/confirm_delete.html"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        pk, chosen = self.page.pk, languages_to_delete(request, self.page)
        going = self.may_delete if chosen == Languages.ALL else []
        with acting_on(chosen):
            response = super().post(request, *args, **kwargs)
            if not Page.objects.filter(pk=pk).exists():
                delete_pages(pages=going, user=request.user)
        return response

    @property
    def others(self) -> list[Page]:
        return list(other_languages(self.page).filter(alias_of=None))

    @property
    def may_delete(self) -> list[Page]:
        user: Any = self.request.user
        return [page for page in self.others if page.specific.permissions_for_user(user).can_delete()]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        may = self.may_delete
        kept = names_of(page for page in self.others if page not in may and page.live)
        choice = told(self.page, may, takes_all=is_original(self.page))
        return super().get_context_data(**kwargs) | choice | {"only_unpublished": kept}


class WorkMoveView(MoveConfirmView):
    """Moves a work, or one of its languages; languages that lack the goal stay where they are."""

    template_name = "core/pages/confirm_move.html"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        default = Languages.ALL if is_original(self.page_to_move) else Languages.ONE
        with transaction.atomic(), acting_on(_sent(request, default)):
            return super().post(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        others = list(other_languages(self.page_to_move).filter(alias_of=None))
        goals = set(self.destination.get_translations().values_list("locale_id", flat=True))
        following = [page for page in others if page.locale_id in goals]
        choice = told(self.page_to_move, following, takes_all=is_original(self.page_to_move))
        staying = names_of(page for page in others if page.locale_id not in goals)
        return super().get_context_data(**kwargs) | choice | {"staying": staying}


class WorkLockView(LockView):
    """Locks a work: nobody else changes any of its languages."""

    @transaction.atomic
    def perform_operation(self) -> None:
        super().perform_operation()
        lock_others(page=self.object, user=self.request.user)

    def get_success_message(self) -> Any:
        others = names_of(other_languages(self.object).filter(alias_of=None))
        return _("Locked with its other languages: %(languages)s.") % {"languages": others} if others else None


class WorkUnlockView(UnlockView):
    """Unlocks a work."""

    @transaction.atomic
    def perform_operation(self) -> None:
        super().perform_operation()
        unlock_others(page=self.object, user=self.request.user)


class WorkPrivacyView(SetPrivacyView):
    """Makes a work private or public, whichever of its languages one begins at."""

    page: Any
    restriction: Any
    restriction_on_ancestor: Any

    @transaction.atomic
    def dispatch(self, request: HttpRequest, page_id: int, *args: Any, **kwargs: Any) -> HttpResponse:
        response: HttpResponse = super().dispatch(request, page_id, *args, **kwargs)
        return response

    @property
    def others(self) -> list[Page]:
        return list(other_languages(self.page).filter(alias_of=None))

    def get_form_kwargs(self) -> dict[str, Any]:
        self._find_restriction()
        kwargs: dict[str, Any] = super().get_form_kwargs()
        return kwargs

    def _find_restriction(self) -> None:
        """The restriction of a work may stand on any of its languages: it is that one which is changed."""
        if self.restriction is not None:
            return
        of_work = PageViewRestriction.objects.filter(page__translation_key=self.page.translation_key)
        self.restriction = self.object = of_work.order_by("pk").first()
        if self.restriction is not None:
            above = self.page.get_view_restrictions().exclude(page__translation_key=self.page.translation_key)
            self.restriction_on_ancestor = above.order_by("-page__depth").first()

    def form_valid(self, form: Any) -> Any:
        user: Any = self.request.user
        refused = [page for page in self.others if not page.specific.permissions_for_user(user).can_publish()]
        if refused:
            words = _("Privacy is that of all languages, and you may not publish in these: %(languages)s.")
            form.add_error("restriction_type", words % {"languages": names_of(refused)})
            return self.form_invalid(form)
        page, is_public = self.page, form.cleaned_data["restriction_type"] == PageViewRestriction.NONE
        if self.restriction is not None:
            # It stays on the page that holds it.
            self.page = self.restriction.page
        response = super().form_valid(form)
        self.page = page
        forget_other_restrictions(page=page, kept=None if is_public else form.instance.pk, user=user)
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"following": names_of(self.others)}

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> Any:
        if not self.page.private_page_options:
            return super().render_to_response(context, **kwargs)
        return render_modal_workflow(
            self.request,
            "core/pages/set_privacy.html",
            template_vars=context,
            json_data={"step": "set_privacy"},
            **kwargs,
        )
