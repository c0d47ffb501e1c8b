"""What people get while a part is away: which part, how it fails, what is asked for, and in how many seconds.

Redis: tests/camtree/core/caching/test_redis.py. The database: tests/camtree/core/http/test_faults.py.
"""

import time
import uuid
from contextlib import ExitStack
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django_tasks_db.models import DBTaskResult
from wagtail.models import Collection

from camtree.background.queues import QUEUES
from camtree.media.models import CamtreeImage
from home.models import InterestRegistration
from tests.camtree.media import samples
from tests.camtree.media.samples import upload
from tests.factories.members import browser_of, make_member
from tests.factories.pages import make_report
from tests.parts import refusing_port, silent_server

pytestmark = pytest.mark.django_db
# Seconds within which everything is answered.
PATIENCE = 6


@pytest.fixture(params=["refuses", "silent"])
def port(request: pytest.FixtureRequest) -> Any:
    with ExitStack() as stack:
        yield refusing_port() if request.param == "refuses" else stack.enter_context(silent_server())


@pytest.fixture
def buckets_away(settings: Any, port: int) -> None:
    options = {"endpoint_url": f"http://127.0.0.1:{port}", "access_key": "key", "secret_key": "secret"}
    options |= {"addressing_style": "path", "bucket_name": "camtree"}
    bucket = {"BACKEND": "camtree.media.buckets.BucketStorage", "OPTIONS": options}
    settings.STORAGES = settings.STORAGES | {"default": bucket, "private": bucket}


@pytest.mark.parametrize("path", ["/en/", "/en/account/login/", "/en/research/", "/en/my/", "/admin/", "/healthz"])
def test_pages_without_the_buckets(buckets_away: None, path: str) -> None:
    make_report()
    browser = browser_of(make_member(is_superuser=True, is_staff=True))
    start = time.monotonic()
    assert browser.get(path, follow=True).status_code == 200
    assert Client().get(path, follow=True).status_code == 200
    assert time.monotonic() - start < PATIENCE


def test_a_picture_that_cannot_be_stored_is_told_in_a_sentence_and_nothing_is_kept(
    buckets_away: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    from django.core.files.storage import storages

    monkeypatch.setattr(CamtreeImage._meta.get_field("file"), "storage", storages["private"])
    browser = browser_of(make_member(is_superuser=True, is_staff=True))
    browser.raise_request_exception = False
    photo = upload("home.png", samples.picture("PNG"))
    start = time.monotonic()
    sent = {"title": "Home", "file": photo, "collection": Collection.get_first_root_node().pk}
    answer = browser.post(reverse("wagtailimages:add"), sent)
    assert time.monotonic() - start < PATIENCE
    assert answer.status_code == 503
    assert "go back, your text is still there" in answer.content.decode()
    assert not CamtreeImage.objects.exists()


def test_a_form_whose_mail_cannot_leave_is_taken_and_the_mail_waits(
    settings: Any, port: int, client: Any, django_capture_on_commit_callbacks: Any
) -> None:
    options = {"host": "127.0.0.1", "port": port, "timeout": 2}
    settings.MAILERS = {"default": {"BACKEND": "django.core.mail.backends.smtp.EmailBackend", "OPTIONS": options}}
    settings.TASKS = {"default": {"BACKEND": "camtree.background.backends.AtOnceBackend", "QUEUES": QUEUES}}
    sent = {"name": "Ana", "email": "ana@school.test", "consent": "on", "key": str(uuid.uuid4()), "website": ""}
    start = time.monotonic()
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post("/en/register-interest/", sent).status_code == 302
    assert time.monotonic() - start < PATIENCE
    assert InterestRegistration.objects.get().email == "ana@school.test"
    assert list(DBTaskResult.objects.values_list("status", "args_kwargs__kwargs__to")) == [
        ("FAILED", "ana@school.test")
    ]
