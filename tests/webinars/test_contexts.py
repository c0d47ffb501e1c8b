import pytest
from django.test import RequestFactory

from tests.factories.pages import make_webinar
from tests.queries import budget
from webinars.contexts import webinar as context_of_webinar

pytestmark = pytest.mark.django_db


def test_what_is_over_asks_nothing_about_registration() -> None:
    page = make_webinar(in_days=-7, takes_registrations=True)
    with budget(0, same_shape=0):
        assert context_of_webinar(page, RequestFactory().get(page.url)) == {}
    assert set(context_of_webinar(make_webinar(takes_registrations=True), RequestFactory().get("/"))) == {"standing"}
