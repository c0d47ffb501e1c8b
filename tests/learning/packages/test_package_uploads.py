"""Packages that are too large to be unpacked while somebody waits."""

import errno
import io
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from camtree.background.queue import run_waiting
from camtree.background.queues import QUEUES
from learning.models import CoursePackage, PackageUpload
from learning.packages import storing
from learning.packages.actions import taking_apart, uploads
from learning.packages.actions.taking_apart import go_on_with_upload
from learning.packages.faults import PackageError
from learning.packages.tasks import unpack_package
from tests.factories.members import browser_of, make_member
from tests.factories.packages import scorm12
from tests.threads import at_once

pytestmark = pytest.mark.django_db
LIST = "wagtailsnippets_learning_coursepackage"
MANY = {f"slide{number}.html": "<p>…</p>" for number in range(30)}


@pytest.fixture(autouse=True)
def queue(settings: Any) -> None:
    """Tasks wait for a worker, as they do on a server that has one."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": QUEUES}}


def work() -> None:
    """What the worker does."""
    run_waiting()


@pytest.fixture(autouse=True)
def empty_storage() -> None:
    """What other tests left is no matter of these."""
    for folder in ("packages", "package-uploads"):
        storing._forget(folder)


def send(file: io.BytesIO, key: Any = None) -> Any:
    editor = browser_of(make_member(is_superuser=True, is_staff=True))
    sent = {"file": SimpleUploadedFile("pairs.zip", file.getvalue()), "title": "", "key": key or uuid4()}
    return editor, editor.post(reverse(f"{LIST}:add"), sent)


def stored(folder: str) -> list[str]:
    """Names of folders and files in a folder of the private storage; none where there is no folder."""
    try:
        return sorted(name for names in storages["private"].listdir(folder) for name in names)
    except FileNotFoundError:
        return []


def test_a_large_package_comes_in_beside_the_page(django_capture_on_commit_callbacks: Any) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        editor, answer = send(scorm12(**MANY))
        work()
    upload, package = PackageUpload.objects.get(), CoursePackage.objects.get()
    assert answer["Location"] == reverse(f"{LIST}:upload", args=[upload.pk])
    assert (upload.package, upload.position, upload.total, upload.file.name) == (package, 64, 64, "")
    assert (package.title, package.file_count, package.key) == ("Listening to pairs", 32, upload.folder)
    assert (stored("packages"), stored("package-uploads")) == ([package.key], [])
    page = editor.get(answer["Location"])
    assert page["Location"] == reverse(f"{LIST}:try", args=[package.pk])


def test_a_page_says_how_far_it_is_and_what_was_killed_is_done_anew(
    monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    editor, answer = send(scorm12(**MANY))  # the task waits
    upload, save, saved = PackageUpload.objects.get(), storages["private"].save, []
    monkeypatch.setattr(taking_apart, "PACE", 0)

    def killed(name: str, content: Any) -> str:
        saved.append(name)
        if len(saved) == 9:
            raise SystemExit
        return str(save(name, content))

    monkeypatch.setattr(storages["private"], "save", killed)
    monkeypatch.setattr("learning.packages.storing.forget_files", lambda key: None)  # as where the process is gone
    with pytest.raises(SystemExit):
        go_on_with_upload(pk=upload.pk)
    upload.refresh_from_db()
    half = upload.folder
    assert (stored("packages"), CoursePackage.objects.count(), upload.position) == ([half], 0, 40)
    page = editor.get(answer["Location"])
    assert "The package is being unpacked." in page.content.decode()
    assert 'max="64" value="40">' in page.content.decode()
    assert page["Refresh"] == "3"
    assert "being unpacked" in editor.get(reverse(f"{LIST}:add")).content.decode()
    for _time in range(2):  # and once more does nothing
        with django_capture_on_commit_callbacks(execute=True):
            go_on_with_upload(pk=upload.pk)
    package = CoursePackage.objects.get()
    assert (stored("packages"), stored("package-uploads")) == ([package.key], [])
    assert package.key != half


def test_two_tries_at_once_make_one_package(
    monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    _editor, _answer = send(scorm12(**MANY))
    upload = PackageUpload.objects.get()
    keep = taking_apart.keep_files

    def overtaken(*facts: Any) -> None:
        monkeypatch.setattr(taking_apart, "keep_files", keep)
        keep(*facts)
        go_on_with_upload(pk=upload.pk)

    monkeypatch.setattr(taking_apart, "keep_files", overtaken)
    with django_capture_on_commit_callbacks(execute=True):
        go_on_with_upload(pk=upload.pk)
    package = CoursePackage.objects.get()
    assert (stored("packages"), stored("package-uploads")) == ([package.key], [])


def test_a_form_that_is_sent_twice_is_one_upload() -> None:
    key = uuid4()
    (_editor, first), (_other, second) = send(scorm12(**MANY), key), send(scorm12(**MANY), key)
    assert first["Location"] == second["Location"]
    assert (PackageUpload.objects.count(), len(stored("package-uploads"))) == (1, 1)
    small = uuid4()
    (_editor, first), (_other, second) = send(scorm12(), small), send(scorm12(), small)
    assert first["Location"] == second["Location"]
    assert CoursePackage.objects.count() == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("site_after_flush")
def test_a_form_that_is_sent_twice_at_once_is_one_upload() -> None:
    key, editor = uuid4(), make_member("Edda")

    def begin() -> PackageUpload:
        file = SimpleUploadedFile("pairs.zip", scorm12(**MANY).getvalue())
        return uploads.begin_upload(key=key, file=file, title="", by=editor)

    one, other = at_once(begin, begin)
    assert one == other
    work()
    assert CoursePackage.objects.count() == 1
    assert stored("package-uploads") == []


def test_what_is_found_while_unpacking_is_told_in_a_sentence_and_nothing_stays(
    django_capture_on_commit_callbacks: Any,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        editor, answer = send(scorm12(**MANY, **{"imsmanifest.xml": "<manifest"}))
        work()
    page = editor.get(answer["Location"])
    assert "The manifest is not XML that can be read" in page.content.decode()
    assert "Refresh" not in page
    assert "not taken" in editor.get(reverse(f"{LIST}:add")).content.decode()
    assert (stored("packages"), stored("package-uploads"), CoursePackage.objects.count()) == ([], [], 0)


def test_what_takes_too_long_is_ended(monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any) -> None:
    monkeypatch.setattr(taking_apart, "MOST_SECONDS", 0)
    with django_capture_on_commit_callbacks(execute=True):
        editor, answer = send(scorm12(**MANY))
        work()
    assert "Unpacking it takes too long." in editor.get(answer["Location"]).content.decode()
    assert (stored("packages"), stored("package-uploads")) == ([], [])


def test_a_disk_that_is_full_is_waited_for(
    monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    editor, answer = send(scorm12(**MANY))
    upload, save = PackageUpload.objects.get(), storages["private"].save

    def full(name: str, content: Any) -> str:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(storages["private"], "save", full)
    with pytest.raises(OSError, match="No space"):
        go_on_with_upload(pk=upload.pk)
    assert "Unpacking is tried again by itself" in editor.get(answer["Location"]).content.decode()
    assert stored("packages") == []
    monkeypatch.setattr(storages["private"], "save", save)
    with django_capture_on_commit_callbacks(execute=True):
        go_on_with_upload(pk=upload.pk)
    assert CoursePackage.objects.get().file_count == 32


def test_what_nobody_foresaw_is_refused(
    monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    monkeypatch.setattr(taking_apart, "record_of", lambda *args, **facts: 1 / 0)
    with django_capture_on_commit_callbacks(execute=True):
        editor, answer = send(scorm12(**MANY))
        work()
    assert "This package could not be unpacked." in editor.get(answer["Location"]).content.decode()
    assert (stored("packages"), stored("package-uploads")) == ([], [])


def test_what_the_list_says_is_refused_before_anything_is_kept() -> None:
    for file in (scorm12(**{f"{number}.html": "x" for number in range(3100)}), scorm12(**{"a.txt": "0" * 9_000_000})):
        _editor, answer = send(file)
        assert answer.status_code == 400
    assert "unpacks to far more than it is" in answer.content.decode()
    assert (PackageUpload.objects.count(), stored("package-uploads")) == (0, [])


def test_a_small_one_that_is_refused_may_be_sent_again_with_the_same_form() -> None:
    key, editor = uuid4(), make_member("Edda")
    bad, good = scorm12(**{"imsmanifest.xml": "<manifest"}), scorm12()
    with pytest.raises(PackageError, match="not XML"):
        uploads.begin_upload(key=key, file=SimpleUploadedFile("a.zip", bad.getvalue()), title="", by=editor)
    done = uploads.begin_upload(key=key, file=SimpleUploadedFile("a.zip", good.getvalue()), title="", by=editor)
    assert done.package == CoursePackage.objects.get()


def test_what_nobody_comes_for_is_told_and_goes_after_a_week(django_capture_on_commit_callbacks: Any) -> None:
    editor, answer = send(scorm12(**MANY))
    PackageUpload.objects.update(created_at=timezone.now() - timedelta(days=2))
    page = editor.get(answer["Location"])
    assert "Add it once more." in page.content.decode()
    assert "Refresh" not in page
    PackageUpload.objects.update(created_at=timezone.now() - timedelta(days=8))
    with django_capture_on_commit_callbacks(execute=True):
        send(scorm12())
    assert PackageUpload.objects.get().package is not None
    assert stored("package-uploads") == []


def test_uploads_are_for_those_who_bring_packages_in() -> None:
    _editor, answer = send(scorm12(**MANY))
    assert browser_of(make_member()).get(answer["Location"]).status_code == 302


def tasks() -> int:
    return DBTaskResult.objects.filter(task_path=unpack_package.module_path).count()


def full(name: str, content: Any) -> str:
    raise OSError(errno.ENOSPC, "No space left on device")


def test_a_small_package_is_waited_for_too(
    monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    keep = taking_apart.keep_files
    monkeypatch.setattr(taking_apart, "keep_files", lambda folder, files, after_each: full(folder, files))
    editor, answer = send(scorm12())
    assert answer.status_code == 302
    assert tasks() == 1
    assert "Unpacking is tried again by itself" in editor.get(answer["Location"]).content.decode()
    monkeypatch.setattr(taking_apart, "keep_files", keep)
    with django_capture_on_commit_callbacks(execute=True):
        work()
    assert CoursePackage.objects.count() == 1


def test_a_small_package_that_is_through_needs_no_task() -> None:
    send(scorm12())
    assert (CoursePackage.objects.count(), tasks()) == (1, 0)


def test_the_task_of_a_large_package_is_written_with_its_row(monkeypatch: pytest.MonkeyPatch) -> None:
    send(scorm12(**MANY))
    # Nothing was run at a commit.
    assert (PackageUpload.objects.count(), tasks()) == (1, 1)


def test_the_timer_asks_once_for_what_was_left(django_capture_on_commit_callbacks: Any) -> None:
    send(scorm12(**MANY))
    DBTaskResult.objects.all().delete()  # its process ended
    now = timezone.now()
    assert uploads.ask_for_unpacking(now=now) == 0  # its request may still be at it
    assert uploads.ask_for_unpacking(now=now + timedelta(minutes=6)) == 1
    assert uploads.ask_for_unpacking(now=now + timedelta(minutes=6)) == 0
    assert uploads.ask_for_unpacking(now=now + timedelta(hours=25)) == 0
    with django_capture_on_commit_callbacks(execute=True):
        work()
    assert CoursePackage.objects.count() == 1
    assert uploads.ask_for_unpacking(now=now + timedelta(minutes=6)) == 0
