"""What the templates of the home section are given."""

from typing import Any

from django.http import HttpRequest

from camtree.core.pages.contexts import context_of
from home.forms import RegisterInterestForm
from home.models import HomePage, RegisterInterestPage
from home.queries import front_page


@context_of(HomePage)
def home(page: HomePage, request: HttpRequest) -> dict[str, Any]:
    """Featured pages, newest reports, next webinar, numbers."""
    return front_page(page)


@context_of(RegisterInterestPage)
def register_interest(page: RegisterInterestPage, request: HttpRequest) -> dict[str, Any]:
    """The empty form, for previews; the view puts its own in this place."""
    return {"form": RegisterInterestForm()}
