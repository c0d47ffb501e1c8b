"""The door of what is private: a password to give, or a sign-in.

Wagtail's own views for passwords stand behind the pattern of pages in `camtree/urls.py`, which takes every address
that ends in a stroke; these are at the same addresses, before it.
"""

from collections.abc import Callable, Iterable
from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.crypto import constant_time_compare
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods
from wagtail.forms import PasswordViewRestrictionForm
from wagtail.models import BaseViewRestriction, CollectionViewRestriction, Page

from camtree.core.http.addresses import address_for
from camtree.core.http.rate_limits import is_over_limit, was_over_limit
from camtree.core.registries import Registry

# So many wrong passwords are borne from one address, often that of a whole school, in so many seconds.
TRIES, SECONDS = 60, 900


# From a person and restrictions by password to the keys of those whose password they gave before, in another session.
Given = Callable[[Any, list[Any]], Iterable[int]]
_given: Registry[str, Given] = Registry()


def remembers(name: str) -> Callable[[Given], Given]:
    """Mark the function with which a section remembers which passwords its people have given."""
    return _given.marks(name)


def let_in_again(request: HttpRequest, restrictions: Iterable[Any]) -> None:
    """Open for this session what a member has given the password of before."""
    asked = [row for row in restrictions if row.restriction_type == BaseViewRestriction.PASSWORD]
    shut = [row for row in asked if not row.accept_request(request)]
    if not (shut and request.user.is_authenticated):
        return
    known = {pk for given in _given for pk in given(request.user, shut)}
    for row in shut:
        if row.pk in known:
            row.mark_as_passed(request)


class PasswordForm(PasswordViewRestrictionForm):
    """Wagtail's form with its sentence in all our languages. Without an address it leads to the page itself."""

    return_url = forms.CharField(widget=forms.HiddenInput, required=False)

    def clean_password(self) -> str:
        given = str(self.cleaned_data["password"])
        if not constant_time_compare(given, self.restriction.password):
            raise ValidationError(_("The password you have entered is not correct. Please try again."))
        return given


def ask_for_password(request: HttpRequest, form: Any, action_url: str, *, status: int = 200) -> HttpResponse:
    """The page that asks for a password. It says nothing of what is behind it, and no cache keeps it."""
    context = {"form": form, "action_url": action_url, "is_view": True}
    return _kept_by_nobody(render(request, "password_required.html", context, status=status))


def ask_at_the_door(request: HttpRequest, page: Page) -> HttpResponse | None:
    """The answer to somebody whom a private page does not let in, for what hangs on it; None where it does."""
    restrictions = page.get_view_restrictions()
    let_in_again(request, restrictions)
    for restriction in restrictions:
        if restriction.accept_request(request):
            continue
        if restriction.restriction_type == BaseViewRestriction.PASSWORD:
            address = reverse("wagtailcore_authenticate_with_password", args=[restriction.pk, page.pk])
            form = PasswordForm(instance=restriction, initial={"return_url": request.get_full_path()})
            return ask_for_password(request, form, address)
        refusal = refusal_for(request, [restriction])
        return refusal or _kept_by_nobody(redirect_to_login(request.get_full_path(), settings.LOGIN_URL))
    return None


def _kept_by_nobody(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "private, no-store"
    return response


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def password_of_page(request: HttpRequest, page_view_restriction_id: int, page_id: int) -> HttpResponse:
    """Takes the password of a page that is covered by this restriction, and leads back to it. Else 404."""
    page = get_object_or_404(Page.objects.live(), pk=page_id).specific
    restriction = get_object_or_404(page.get_view_restrictions(), pk=page_view_restriction_id)
    address = reverse("wagtailcore_authenticate_with_password", args=[restriction.pk, page.pk])
    return _answer(request, restriction, address, instead=address_for(page, request=request) or "/")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def password_of_collection(request: HttpRequest, restriction_id: int) -> HttpResponse:
    """Takes the password of a collection of documents, and leads back to the document. Else 404."""
    restriction = get_object_or_404(CollectionViewRestriction, pk=restriction_id)
    address = reverse("wagtaildocs_authenticate_with_password", args=[restriction.pk])
    return _answer(request, restriction, address, instead="/")


def _answer(request: HttpRequest, restriction: Any, address: str, *, instead: str) -> HttpResponse:
    if restriction.restriction_type != BaseViewRestriction.PASSWORD:
        raise Http404
    if request.method != "POST":
        # Whoever has only the number of a page does not learn from here what it is called.
        form = PasswordForm(instance=restriction)
        return ask_for_password(request, form, address)
    kind = restriction._meta.model_name
    form, action = PasswordForm(request.POST, instance=restriction), f"password-{kind}-{restriction.pk}"
    # Wrong ones count alone: a whole class comes with one address. Whoever is over learns nothing by a right one.
    over = was_over_limit(request, action, times=TRIES)
    if not over and not form.is_valid():
        over = is_over_limit(request, action, times=TRIES, seconds=SECONDS)
    if over:
        form.full_clean()
        form.add_error(None, _("Too many passwords were tried from your network. Please try again in 15 minutes."))
        return ask_for_password(request, form, address, status=429)
    if not form.is_valid():
        return ask_for_password(request, form, address, status=422)
    goal = form.cleaned_data["return_url"]
    if not url_has_allowed_host_and_scheme(goal, request.get_host(), request.is_secure()):
        goal = instead
    restriction.mark_as_passed(request)
    return _kept_by_nobody(HttpResponseRedirect(goal))


# ---------------------------------------------------------------- what is for members or groups


def refusal_for(request: HttpRequest, restrictions: Any) -> HttpResponse | None:
    """The answer to somebody who is signed in and whom no group lets in; None for all others.

    Wagtail sends them to the sign-in, which sends whoever is signed in back.
    """
    if not request.user.is_authenticated:
        return None
    for restriction in restrictions:
        is_for_groups = restriction.restriction_type == BaseViewRestriction.GROUPS
        if is_for_groups and not restriction.accept_request(request):
            return _kept_by_nobody(render(request, "members_only.html", {"is_view": True}, status=403))
    return None


Serve = Callable[..., HttpResponse]


def check_groups(serve: Serve) -> Serve:
    """For the hook `on_serve_page`, before Wagtail's own check."""

    def checked(page: Page, request: HttpRequest, args: Any, kwargs: Any) -> HttpResponse:
        restrictions = page.get_view_restrictions()
        let_in_again(request, restrictions)
        refusal = refusal_for(request, restrictions)
        if refusal is not None:
            return refusal
        response = serve(page, request, args, kwargs)
        return _kept_by_nobody(response) if restrictions else response

    return checked


def sign_in_of_readers(request: HttpRequest) -> HttpResponseRedirect:
    """Wagtail's second door leads to the one there is."""
    return redirect_to_login(request.GET.get("next", ""), settings.LOGIN_URL)
