"""The learner's page around a package, and the packages in the admin."""

import json
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from lxml import html

from camtree.members.personal_data import held_about
from learning.models import CoursePackage, PackageRecord, Step
from learning.packages.actions import records
from learning.studying.actions import enrol_member, leave_course
from tests.factories.courses import make_study
from tests.factories.members import browser_of, make_member
from tests.factories.packages import (
    course_of,
    files_of,
    learner_at,
    make_package,
    make_package_step,
    opened,
    package_address,
    package_block,
    say,
    scorm12,
    sent_of,
    two_parts,
    zipped,
)
from tests.queries import budget

pytestmark = pytest.mark.django_db


def test_page_frames_the_host_of_packages_only() -> None:
    package = make_package(two_parts(), title="Pairs")
    step = make_package_step(package)
    enrolment = learner_at(step)
    browser = browser_of(enrolment.member)
    opened(step, package, enrolment)
    browser.get(package_address(step), HTTP_HOST="www.camtree.test:8000")
    with budget(9, same_shape=2):
        response = browser.get(package_address(step), HTTP_HOST="www.camtree.test:8000")
    page = response.content.decode()
    assert response.status_code == 200
    assert 'sandbox="allow-scripts allow-same-origin allow-forms"' in page
    assert 'data-origin="http://packages.localhost:8000"' in page
    assert "frame-src http://packages.localhost:8000;" in response["Content-Security-Policy"] + ";"
    assert "http://packages.localhost:8000/play/" in page
    assert page.count("?part=2") == 2  # in the list, and as the next part
    assert browser.get(package_address(step) + "?part=2").status_code == 200
    for wrong in ("0", "3", "-1", "x", "9" * 30, "²"):
        assert browser.get(package_address(step), {"part": wrong}).status_code == 404


def parts_shown(page: bytes) -> list[tuple[str, str]]:
    found = html.fromstring(page).findall(".//nav[@class='package-parts']//li")
    return [(" ".join(" ".join(item.itertext()).split()), item.get("class")) for item in found]


def test_parts_stand_beside_the_frame_with_what_is_done_and_a_way_on() -> None:
    package = make_package(two_parts(), title="Pairs")
    step = make_package_step(package)
    enrolment = learner_at(step)
    browser = browser_of(enrolment.member)
    first, second = (part["title"] for part in package.parts)
    ways = []
    for part in ("1", "2"):
        page = html.fromstring(browser.get(package_address(step), {"part": part}).content)
        ways.append([(link.get("rel"), link.get("href")) for link in page.findall(".//p[@class='package-foot']/a")])
        [frame] = page.findall(".//iframe")
        assert frame.xpath("following::nav[@class='package-parts']"), "the list comes after the material"
    assert ways == [[("next", "?part=2")], [("prev", "?part=1")]]
    assert parts_shown(browser.get(package_address(step)).content) == [(first, "open"), (second, "open")]
    say(opened(step, package, enrolment), step, is_complete=True)
    opened(step, package, enrolment, "I2")
    assert parts_shown(browser.get(package_address(step)).content) == [
        (f"{first} done", "met"),
        (f"{second} begun", "open"),
    ]


def test_package_opens_where_its_learner_stopped() -> None:
    package = make_package(two_parts(), title="Pairs")
    step = make_package_step(package)
    enrolment = learner_at(step)
    browser = browser_of(enrolment.member)

    def shown() -> str:
        page = html.fromstring(browser.get(package_address(step)).content)
        return str(page.find(".//iframe").get("data-part"))

    assert shown() == "I1"
    record = opened(step, package, enrolment, "I2")
    assert shown() == "I2"
    say(record, step, is_complete=True)
    assert shown() == "I1"
    say(opened(step, package, enrolment), step, is_complete=True)
    assert shown() == "I1"


def test_a_package_of_one_part_has_no_list() -> None:
    package = make_package(title="Pairs")
    step = make_package_step(package)
    page = browser_of(learner_at(step).member).get(package_address(step)).content
    assert (parts_shown(page), b"Next part" in page, b"in-parts" in page) == ([], False, False)


def test_lesson_says_what_waits_and_what_was_reached() -> None:
    package = make_package(title="Pairs")
    step = make_package_step(package, must_pass=True)
    enrolment = learner_at(step)
    browser = browser_of(enrolment.member)
    lesson = reverse_lesson(step)
    assert "Open it" in browser.get(lesson).content.decode()
    say(opened(step, package, enrolment), step, is_complete=True, score=Decimal("0.85"))
    page = browser.get(lesson).content.decode()
    assert "Your best result: 85%" in page
    assert "Go on with it" in page
    assert "Enrol in the course to open this material." in Client().get(lesson).content.decode()


def reverse_lesson(step: Step) -> str:
    from learning.courses.reading import lesson_in_reach

    lesson = lesson_in_reach(step.lesson_key)
    assert lesson is not None
    return str(lesson.url)


def test_without_a_host_packages_do_not_play_and_it_is_said(settings: Any) -> None:
    settings.PACKAGES_HOST = ""
    package = make_package()
    step = make_package_step(package)
    browser = browser_of(learner_at(step).member)
    assert "the site has no host for it" in browser.get(reverse_lesson(step)).content.decode()
    page = browser.get(package_address(step)).content.decode()
    assert "the site has no host for it" in page
    assert "<iframe" not in page


def test_begin_and_keep_over_the_line() -> None:
    package = make_package()
    step = make_package_step(package)
    enrolment = learner_at(step)
    browser = browser_of(enrolment.member)
    begun = browser.post(package_address(step, "open_package"), {"package": package.key, "part": "I1"})
    assert begun.json() == {"opening": 1, "state": "", "seconds": 0}
    with budget(16, same_shape=2):
        kept = browser.post(
            package_address(step, "keep_package"), sent_of(package, score="0.85", is_complete="1", is_passed="true")
        )
    assert kept.json() == {"is_complete": True, "score": 85, "is_done": True}
    record = PackageRecord.objects.get(enrolment=enrolment)
    assert (record.state, record.is_passed, record.score) == ('{"x":1}', True, Decimal("0.85"))
    opened(step, package, enrolment)
    late = browser.post(package_address(step, "keep_package"), sent_of(package, number=2))
    assert (late.status_code, late.json()["says"]) == (
        409,
        "This was opened again elsewhere, and goes on from there. What you do here is no longer kept.",
    )


@pytest.mark.parametrize(
    ("said", "score", "seconds"),
    [
        ({"score": "7"}, Decimal(1), 0),
        ({"score": "-7"}, Decimal(0), 0),
        ({"score": "1e300"}, Decimal(1), 0),
        ({"score": "0.33333333333333"}, Decimal("0.33333"), 0),
        ({"seconds": "1e300"}, None, records.MOST_SECONDS),
        ({"seconds": "-5"}, None, 0),
        ({"seconds": "61.9"}, None, 61),
        ({"location": "x" * 9000}, None, 0),
    ],
)
def test_numbers_of_a_package_are_clamped(said: dict[str, str], score: Decimal | None, seconds: int) -> None:
    package = make_package()
    step = make_package_step(package)
    enrolment = learner_at(step)
    opened(step, package, enrolment)
    response = browser_of(enrolment.member).post(package_address(step, "keep_package"), sent_of(package, **said))
    assert response.status_code == 200
    record = PackageRecord.objects.get()
    assert (record.score, record.seconds) == (score, seconds)
    assert len(record.location) <= 255


@pytest.mark.parametrize(
    "said",
    [
        {"score": "nan"},
        {"score": "inf"},
        {"score": "x"},
        {"seconds": "nan"},
        {"opening": "-1"},
        {"opening": "9" * 40},
        {"number": "0"},
        {"state": "{"},
        {"state": "NaN"},
        {"state": "[" * 100_000},
        {"state": '"' + "x" * 400_001 + '"'},
        {"state": "\x00"},
        {"part": ""},
    ],
    ids=range(13),
)
def test_nonsense_of_a_package_is_answered_with_a_sentence(said: dict[str, str]) -> None:
    package = make_package()
    step = make_package_step(package)
    enrolment = learner_at(step)
    opened(step, package, enrolment)
    response = browser_of(enrolment.member).post(package_address(step, "keep_package"), sent_of(package, **said))
    assert response.status_code == 422
    assert response.json()["says"]
    assert PackageRecord.objects.get().number == 0


def test_state_with_escaped_signs_comes_back_as_it_was() -> None:
    package = make_package()
    step = make_package_step(package)
    enrolment = learner_at(step)
    opened(step, package, enrolment)
    state = json.dumps({"s": "\x00 \ud800 é"})
    browser_of(enrolment.member).post(package_address(step, "keep_package"), sent_of(package, state=state))
    assert PackageRecord.objects.get().state == state


def test_strangers_and_those_who_left_find_nothing() -> None:
    package = make_package()
    step = make_package_step(package)
    enrolment = learner_at(step)
    opened(step, package, enrolment)
    other = browser_of(make_member("Olga Other"))
    for method, name in (("get", "package"), ("post", "open_package"), ("post", "keep_package")):
        assert getattr(other, method)(package_address(step, name), sent_of(package)).status_code == 404
        assert getattr(Client(), method)(package_address(step, name), sent_of(package)).status_code == 302
    # Somebody else who takes the course has no record of this part, and does not come to that of the first.
    third = make_member("Theo Third")
    enrol_member(course=course_of(step), member=third)
    assert browser_of(third).post(package_address(step, "keep_package"), sent_of(package)).status_code == 404
    assert PackageRecord.objects.get().number == 0
    browser = browser_of(enrolment.member)
    assert browser.post(package_address(step, "keep_package"), sent_of(package, part="I2")).status_code == 404
    assert browser.post(package_address(step, "keep_package"), sent_of(package, package="0" * 32)).status_code == 404
    leave_course(enrolment=enrolment)
    assert browser.get(package_address(step)).status_code == 404
    assert browser.post(package_address(step, "keep_package"), sent_of(package)).status_code == 404


def test_package_that_the_lesson_no_longer_has_is_not_opened() -> None:
    package, other = make_package(), make_package()
    step = make_package_step(package)
    browser = browser_of(learner_at(step).member)
    assert browser.post(package_address(step, "open_package"), {"package": other.key, "part": "I1"}).status_code == 409
    assert browser.post(package_address(step, "open_package"), {}).status_code == 409
    assert (
        browser.post(package_address(step, "open_package"), {"package": package.key, "part": "I9"}).status_code == 404
    )


def test_posts_want_the_token() -> None:
    package = make_package()
    step = make_package_step(package)
    member = learner_at(step).member
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(member)
    for name in ("open_package", "keep_package"):
        assert browser.post(package_address(step, name), sent_of(package)).status_code == 403


def test_member_takes_their_work_along() -> None:
    package = make_package()
    step = make_package_step(package)
    enrolment = learner_at(step)
    say(opened(step, package, enrolment), step, state='{"x":1}', score=Decimal("0.5"))
    held = {str(part.kind.title): part.rows for part in held_about(enrolment.member)}
    rows = held["Your work in material made elsewhere"]
    assert '{"x":1}' in rows[0].values()


def upload(file: Any, **facts: Any) -> dict[str, Any]:
    return {"file": SimpleUploadedFile("pairs.zip", file.getvalue()), "title": "", "key": uuid4(), **facts}


LIST = "wagtailsnippets_learning_coursepackage"


def test_editor_brings_a_package_and_tries_it(admin_client: Client) -> None:
    response = admin_client.post(reverse(f"{LIST}:add"), upload(scorm12(**{"old.swf": "x"})), follow=True)
    package = CoursePackage.objects.get()
    page = response.content.decode()
    upload_page = reverse(f"{LIST}:upload", args=[package.uploads.get().pk])
    assert response.redirect_chain == [(upload_page, 302), (reverse(f"{LIST}:try", args=[package.pk]), 302)]
    assert "old.swf" in page
    assert "data-keep" not in page
    assert "frame-src http://packages.localhost;" in response["Content-Security-Policy"] + ";"
    assert "Listening to pairs" in admin_client.get(reverse(f"{LIST}:list")).content.decode()
    edit = reverse(f"{LIST}:edit", args=[package.pk])
    assert admin_client.get(edit).status_code == 200
    admin_client.post(edit, {"title": "Pairs"})
    assert CoursePackage.objects.get().title == "Pairs"
    assert not PackageRecord.objects.exists()


def test_editor_is_told_why_a_file_is_refused(admin_client: Client, settings: Any) -> None:
    response = admin_client.post(reverse(f"{LIST}:add"), upload(zipped({"index.html": "x"})))
    assert response.status_code == 400
    assert "neither imsmanifest.xml (SCORM) nor h5p.json (H5P)" in response.content.decode()
    settings.UPLOAD_PACKAGE_MIB = 0
    assert (
        "The file is larger than 0 MiB."
        in admin_client.post(reverse(f"{LIST}:add"), upload(scorm12())).content.decode()
    )
    settings.PACKAGES_HOST = ""
    assert "Packages do not play" in admin_client.get(reverse(f"{LIST}:add")).content.decode()
    assert not CoursePackage.objects.exists()


def test_package_of_a_lesson_is_not_deleted(admin_client: Client, django_capture_on_commit_callbacks: Any) -> None:
    used, free = make_package(), make_package()
    make_study([package_block(used)])
    delete = [reverse(f"{LIST}:delete", args=[row.pk]) for row in (used, free)]
    response = admin_client.post(delete[0], follow=True)
    assert "A lesson or a draft of one has this package." in response.content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        admin_client.post(delete[1])
    assert list(CoursePackage.objects.all()) == [used]
    assert files_of(free) == []
    assert files_of(used) == ["imsmanifest.xml", "index.html"]


def test_admin_of_packages_is_for_those_who_may() -> None:
    package = make_package()
    browser = browser_of(make_member())
    for path in (reverse(f"{LIST}:add"), reverse(f"{LIST}:try", args=[package.pk])):
        assert browser.get(path).status_code == 302
        assert browser.post(path, upload(scorm12())).status_code == 302
    assert CoursePackage.objects.count() == 1
