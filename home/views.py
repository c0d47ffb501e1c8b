"""Views of the home section that are more than a page."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from camtree.core.forms import posted
from camtree.core.http.rate_limits import is_over_limit
from camtree.core.words.locales import active_locale
from camtree.members.models import ConsentText
from camtree.members.queries import current_consent
from home.actions import register_interest
from home.forms import RegisterInterestForm
from home.models import RegisterInterestPage


def _interest_page() -> RegisterInterestPage:
    """The live register-interest page in the reader's language, else in another one."""
    page = RegisterInterestPage.objects.shown_in(active_locale()).first()
    if page is None:
        raise Http404
    return page


@require_http_methods(["GET", "HEAD", "POST"])
def register_interest_view(request: HttpRequest) -> HttpResponse:
    """Show the form, or keep the answers and send the person to a page that says so."""
    page = _interest_page()
    language = get_language() or "en"
    consent = current_consent(ConsentText.Purpose.INTEREST, language)
    if consent is None:
        raise Http404
    form = RegisterInterestForm(posted(request))
    status = 200
    if request.method == "POST":
        if form.is_valid():
            if form.is_from_machine:  # says thank you and keeps nothing
                return HttpResponseRedirect(reverse("register_interest_done"))
            if is_over_limit(request, "register-interest", times=10, seconds=3600, account=form.cleaned_data["email"]):
                form.add_error(
                    None, _("Too many forms came from your network in the last hour. Please try again later.")
                )
                status = 429
            else:
                register_interest(
                    answers=form.cleaned_data, key=form.cleaned_data["key"], consent=consent, language=language
                )
                return HttpResponseRedirect(reverse("register_interest_done"))
        else:
            status = 422
    context = page.get_context(request) | {"form": form, "consent": consent}
    return render(request, page.template, context, status=status)


@require_safe
def register_interest_done(request: HttpRequest) -> HttpResponse:
    """Thanks, and what happens next."""
    return render(request, "home/register_interest_done.html", {"page": _interest_page()})
