import pytest
from django.urls import reverse

from tests.factories.members import browser_of, make_member
from tests.factories.pages import make_report

pytestmark = pytest.mark.django_db


def test_the_dialog_says_in_whose_hours_a_page_goes_live():
    editor = browser_of(make_member("Olga", is_superuser=True, is_staff=True, time_zone="Asia/Almaty"))
    html = editor.get(reverse("wagtailadmin_pages:edit", args=[make_report().pk])).content.decode()
    assert html.count("In your time zone: Asia/Almaty") == 2
