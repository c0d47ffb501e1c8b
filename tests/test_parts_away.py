"""What people get while a part is away: which part, how it fails, what is asked for, and in how many seconds.

PostgreSQL: tests/camtree/core/postgresql/test_patience.py and tests/camtree/core/http/test_faults.py. What Redis does
to limits and to what is kept: tests/camtree/core/caching/test_redis.py.
"""

import errno
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from django.core.cache.backends.locmem import LocMemCache
from django.core.files.storage import FileSystemStorage, storages
from django.test import Client
from django.urls import reverse
from django_tasks_db.models import DBTaskResult
from wagtail.models import Collection

from camtree import env
from camtree.background.queues import QUEUES
from camtree.core.caching import redis
from camtree.core.http import health
from camtree.media.models import CamtreeImage
from home.models import InterestRegistration
from learning.courses.choices import StepKind
from learning.models import JournalEntry
from research.publishing.datacite import DataCiteError, put_doi
from research.publishing.tasks.deposits import deposit_doi
from tests.camtree.media import samples
from tests.camtree.media.samples import upload
from tests.factories.courses import lessons_of, make_enrolment, make_study, reflection, step_of
from tests.factories.members import browser_of, make_member
from tests.parts import FakeHttp, fake_redis, fake_smtp, refusing_port, served, silent_server

pytestmark = pytest.mark.django_db
# Seconds within which everything is answered.
PATIENCE = 5
HOW = ("refuses", "silent", "slow", "full")
SAYS = "go back, your text is still there"
# Which parts /readyz names; nothing that a page needs hangs on the others.
NAMED = {"buckets": ["storage"], "redis": ["cache"], "mail": [], "datacite": [], "disk": ["storage"]}
type Setting = Callable[[str, int], None]


def port_of(part: str, how: str, stack: ExitStack) -> int:
    """The port of a server that fails so."""
    match how, part:
        case "refuses", _:
            return refusing_port()
        case "silent", _:
            return stack.enter_context(silent_server())
        case _, "redis":
            server = stack.enter_context(fake_redis())
            server.pause, server.is_full = (0.9, False) if how == "slow" else (0.0, True)
            return server.port
        case _, "mail":
            return stack.enter_context(fake_smtp(pause=0.3 if how == "slow" else 0, is_full=how == "full"))
    return stack.enter_context(served(FakeHttp(pause=1) if how == "slow" else FakeHttp(full=507)))


@pytest.fixture
def put_away(
    settings: Any, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> Iterator[Callable[[str, str], None]]:
    """Makes a part fail in a way."""

    def at(part: str, port: int) -> None:
        match part:
            case "buckets":
                options: dict[str, Any] = {"endpoint_url": f"http://127.0.0.1:{port}", "bucket_name": "camtree"}
                options |= {"access_key": "key", "secret_key": "secret", "addressing_style": "path"}
                bucket = {"BACKEND": "camtree.media.buckets.BucketStorage", "OPTIONS": options}
                settings.STORAGES = settings.STORAGES | {"default": bucket, "private": bucket}
                monkeypatch.setattr(CamtreeImage._meta.get_field("file"), "storage", storages["private"])
            case "redis":
                monkeypatch.setattr(redis._State, "away_until", 0.0)
                monkeypatch.setattr(redis._State, "has_missed", False)
                LocMemCache("counters", {}).clear()
                monkeypatch.setenv("CACHE_URL", f"redis://127.0.0.1:{port}/0")
                settings.CACHES = {"default": env.cache("CACHE_URL", "")}
            case "mail":
                options = {"host": "127.0.0.1", "port": port, "timeout": 2}
                mailer = {"BACKEND": "django.core.mail.backends.smtp.EmailBackend", "OPTIONS": options}
                settings.MAILERS = {"default": mailer}
            case "datacite":
                settings.DATACITE_URL, settings.DATACITE_TIMEOUT = f"http://127.0.0.1:{port}", 0.5
                settings.DATACITE_REPOSITORY, settings.DATACITE_PREFIX = "CAMTREE", "10.5072"
            case "disk":
                request.getfixturevalue("files_on_disk")

                def full(*args: Any) -> str:
                    raise OSError(errno.ENOSPC, "No space left on device")

                monkeypatch.setattr(FileSystemStorage, "_save", full)

    with ExitStack() as stack:
        monkeypatch.setattr(health, "_running", {})
        yield lambda part, how: at(part, 0 if part == "disk" else port_of(part, how, stack))


WAYS = [(part, how) for part in ("buckets", "redis", "mail", "datacite") for how in HOW] + [("disk", "full")]


@pytest.mark.parametrize(("part", "how"), WAYS)
def test_pages_and_what_is_saved(put_away: Callable[[str, str], None], part: str, how: str) -> None:
    course = make_study([reflection()])
    enrolment = make_enrolment(course)
    learner, admin = browser_of(enrolment.member), browser_of(make_member(is_superuser=True, is_staff=True))
    note = reverse("write_note", args=[enrolment.course_key, step_of(course, kind=StepKind.REFLECTION).key])
    looks: dict[str, Callable[[], Any]] = {
        "home page": lambda: Client().get("/en/"),
        "sign-in": lambda: Client().get("/en/account/login/"),
        "lesson": lambda: learner.get(lessons_of(course)[0].url),
        "save": lambda: learner.post(note, {"text": "C spoke last.", "number": 0}),
        "admin": lambda: admin.get("/admin/"),
        "/healthz": lambda: Client().get("/healthz"),
        "/readyz": lambda: Client().get("/readyz"),
    }
    put_away(part, how)
    told, slow = {}, {}
    for name, look in looks.items():
        start = time.monotonic()
        told[name] = look()
        if (seconds := time.monotonic() - start) > PATIENCE:
            slow[name] = seconds
    failed = [] if (part, how) == ("buckets", "slow") else NAMED[part]
    assert {name: answer.status_code for name, answer in told.items()} == {
        **dict.fromkeys(looks, 200),
        "save": 302,
        "/readyz": 503 if failed or part == "buckets" else 200,
    }
    assert told["/readyz"].json()["failed"] == (failed or (["storage"] if part == "buckets" else []))
    assert slow == {}
    assert JournalEntry.objects.get().text == "C spoke last."


@pytest.mark.parametrize(("part", "how"), [*(("buckets", how) for how in HOW if how != "slow"), ("disk", "full")])
def test_a_picture_that_cannot_be_stored_is_told_in_a_sentence_and_nothing_is_kept(
    put_away: Callable[[str, str], None], part: str, how: str
) -> None:
    put_away(part, how)
    browser = browser_of(make_member(is_superuser=True, is_staff=True))
    browser.raise_request_exception = False
    photo = upload("home.png", samples.picture("PNG"))
    start = time.monotonic()
    sent = {"title": "Home", "file": photo, "collection": Collection.get_first_root_node().pk}
    answer = browser.post(reverse("wagtailimages:add"), sent)
    assert time.monotonic() - start < PATIENCE
    assert answer.status_code == 503
    assert SAYS in answer.content.decode()
    assert not CamtreeImage.objects.exists()


@pytest.fixture
def no_worker(settings: Any) -> None:
    settings.TASKS = {"default": {"BACKEND": "camtree.background.backends.AtOnceBackend", "QUEUES": QUEUES}}


@pytest.mark.usefixtures("no_worker")
@pytest.mark.parametrize("how", HOW)
def test_a_form_whose_mail_cannot_leave_is_taken_and_the_mail_waits(
    put_away: Callable[[str, str], None], how: str, client: Any, django_capture_on_commit_callbacks: Any
) -> None:
    put_away("mail", how)
    sent = {"name": "Ana", "email": "ana@school.test", "consent": "on", "key": str(uuid.uuid4()), "website": ""}
    start = time.monotonic()
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post("/en/register-interest/", sent).status_code == 302
    assert time.monotonic() - start < PATIENCE
    assert InterestRegistration.objects.get().email == "ana@school.test"
    assert list(DBTaskResult.objects.values_list("status", "args_kwargs__kwargs__to")) == [
        ("FAILED", "ana@school.test")
    ]


@pytest.mark.parametrize("how", HOW)
def test_datacite_is_given_up_with_a_sentence(put_away: Callable[[str, str], None], how: str) -> None:
    put_away("datacite", how)
    start = time.monotonic()
    with pytest.raises(DataCiteError, match={"refuses": "cannot be reached", "full": "507"}.get(how, "no answer")):
        put_doi("10.5072/ct-2026-0001", {})
    assert time.monotonic() - start < PATIENCE


@pytest.mark.usefixtures("no_worker")
def test_nobody_waits_for_datacite_in_front_of_a_page(put_away: Callable[[str, str], None]) -> None:
    put_away("datacite", "silent")
    deposit_doi.enqueue(deposit=1)
    assert list(DBTaskResult.objects.values_list("status", "queue_name")) == [("READY", "heavy")]
