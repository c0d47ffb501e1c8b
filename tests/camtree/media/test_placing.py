"""Files of a private collection lie in the private storage, on a disk and in buckets, whatever made it private."""

from pathlib import Path
from typing import Any

import boto3
import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, storages
from django.db import DataError
from django.db.models import QuerySet
from django.test import Client
from django.urls import reverse
from django_tasks_db.models import DBTaskResult
from wagtail.models import Collection, CollectionViewRestriction

from camtree.background.models import SetAside
from camtree.background.queues import QUEUES
from camtree.core.caching.generation import generation
from camtree.media import actions, placing
from camtree.media.models import CamtreeImage, CamtreeMedia, CamtreeRendition
from camtree.media.placing import delete_left_file, place_files, place_misplaced, place_step
from tests.camtree.media import samples
from tests.camtree.media.samples import upload
from tests.factories.members import browser_of, make_member

pytestmark = pytest.mark.django_db
VTT = b"WEBVTT\n\n00:00.000 --> 00:02.000\nWho spoke last?\n"


@pytest.fixture(autouse=True)
def queue(settings: Any) -> None:
    """Tasks wait for a worker, as they do on a server that has one."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": QUEUES}}


@pytest.fixture(params=["local_files", "buckets"])
def kind(request: pytest.FixtureRequest) -> str:
    """Each test on a disk and in buckets."""
    request.getfixturevalue(request.param)
    return str(request.param)


@pytest.fixture
def collection() -> Collection:
    return Collection.get_first_root_node().add_child(name="Pilot schools")


def make_private(collection: Collection) -> CollectionViewRestriction:
    return CollectionViewRestriction.objects.create(collection=collection, restriction_type="login")


def make_files(collection: Collection | None) -> tuple[CamtreeImage, CamtreeMedia]:
    """A picture with one size, and a recording with thumbnail and captions."""
    image = actions.store_image(title="A tree", file=upload("tree.png", samples.picture()), collection=collection)
    image.get_rendition("width-10")
    media = CamtreeMedia(title="A talk", type="video", duration=2)
    if collection:
        media.collection = collection
    media.file, media.thumbnail = ContentFile(b"moving", "talk.mp4"), ContentFile(b"still", "talk.webp")
    media.save()
    actions.store_caption_track(media=media, language="en", file=upload("talk.vtt", VTT))
    return image, media


def names(image: CamtreeImage, media: CamtreeMedia) -> list[str]:
    media = CamtreeMedia.objects.get(pk=media.pk)
    rendition = CamtreeRendition.objects.get(image=image)
    return [str(row.name) for row in (rendition.file, media.file, media.thumbnail, media.caption_tracks.get().file)]


def places(found: list[str]) -> list[str]:
    """In which storages files of these names lie, by either of the two names they may have."""
    held = {alias: everything_in(alias) for alias in ("default", "private")}
    bare = [name.removeprefix("closed/") for name in found]
    return ["+".join(alias for alias, there in held.items() if there & {name, f"closed/{name}"}) for name in bare]


def everything_in(alias: str) -> set[str]:
    """The names of all files of a storage, asked of the disk or the bucket itself."""
    storage: Any = storages[alias]
    if isinstance(storage, FileSystemStorage):
        root = Path(storage.location)
        return {str(path.relative_to(root)) for path in root.rglob("*") if path.is_file()}
    return {row.key for row in boto3.resource("s3", region_name="us-east-1").Bucket(f"test-{alias}").objects.all()}


def settle() -> int:
    """What the worker does."""
    moved = 0
    while step := place_step():
        moved += step
    for row in left():
        delete_left_file.func(**row.args_kwargs["kwargs"])
    return moved


def left() -> QuerySet[DBTaskResult]:
    """Tasks that delete what was left."""
    return DBTaskResult.objects.filter(task_path=delete_left_file.module_path).order_by("enqueued_at")


def asked() -> bool:
    """Whether a task waits for the worker; it is written in the transaction that made it necessary."""
    return DBTaskResult.objects.filter(task_path=place_files.module_path).exists()


def test_files_move_when_their_collection_becomes_private_and_back(kind: str, collection: Collection) -> None:
    image, media = make_files(collection)
    before = names(image, media)
    assert places(before) == ["default"] * 4
    restriction = make_private(collection)
    assert asked()
    assert settle() == 4
    closed = names(image, media)
    assert [name.startswith("closed/") for name in closed] == [True] * 4
    assert places(closed) == ["private"] * 4
    assert settle() == 0
    restriction.delete()
    assert settle() == 4
    assert places(names(image, media)) == ["default"] * 4
    assert CamtreeMedia.objects.get(pk=media.pk).file.read() == b"moving"


def test_a_collection_below_a_private_one_is_private(kind: str, collection: Collection) -> None:
    below = collection.add_child(name="One school")
    files = make_files(below)
    make_private(collection)
    settle()
    assert places(names(*files)) == ["private"] * 4


def test_what_is_new_in_a_private_collection_is_never_public(kind: str, collection: Collection) -> None:
    make_private(collection)
    files = make_files(collection)
    assert places(names(*files)) == ["private"] * 4
    assert settle() == 0


def test_files_that_are_put_into_a_private_collection_move(kind: str, collection: Collection) -> None:
    make_private(collection)
    DBTaskResult.objects.all().delete()
    image, media = make_files(None)
    assert not asked()
    for row in (image, media):
        row.collection = collection
        row.save()
    assert asked()
    assert settle() == 4
    assert places(names(image, media)) == ["private"] * 4
    for row in (image, media):
        row.refresh_from_db()
        row.collection = Collection.get_first_root_node()
        row.save()
    settle()
    assert places(names(image, media)) == ["default"] * 4


def test_files_move_with_a_collection_that_moves(kind: str, collection: Collection) -> None:
    other = Collection.get_first_root_node().add_child(name="Open")
    files = make_files(other)
    make_private(collection)
    other.move(Collection.objects.get(pk=collection.pk), "sorted-child")
    assert settle() == 4
    assert places(names(*files)) == ["private"] * 4


def test_many_at_once_are_placed_too(admin_site: Client, collection: Collection) -> None:
    make_private(collection)
    image = actions.store_image(title="A tree", file=upload("tree.png", samples.picture()))
    DBTaskResult.objects.all().delete()
    address = reverse("wagtail_bulk_action", args=["media", "camtreeimage", "add_to_collection"])
    admin_site.post(f"{address}?id={image.pk}&next=/admin/images/", {"collection": collection.pk})
    image.refresh_from_db()
    assert image.collection_id == collection.pk
    assert asked()


def test_a_page_holds_no_address_that_is_signed(kind: str, collection: Collection) -> None:
    image, media = make_files(collection)
    make_private(collection)
    settle()
    image = CamtreeImage.objects.get(pk=image.pk)
    found = [image.get_rendition("width-10").url, *(storages["default"].url(name) for name in names(image, media))]
    for address in found:
        assert address.startswith("/media/closed/")
        assert "?" not in address


def test_an_address_opens_for_those_whom_the_collection_lets_in(kind: str, collection: Collection) -> None:
    files = make_files(collection)
    public = [reverse("media", args=[name]) for name in names(*files)]
    make_private(collection)
    settle()
    member = browser_of(make_member())
    for name in names(*files):
        address = reverse("media", args=[name])
        assert Client().get(address).status_code == 404
        opened = member.get(address)
        by_bucket = kind == "buckets" and not name.endswith(".vtt")
        assert opened.status_code == (302 if by_bucket else 200), name
        assert opened["Cache-Control"] == "private, no-store"
        if by_bucket:
            assert "X-Amz-Signature=" in opened["Location"]
    # What was public is there no more.
    if kind == "local_files":
        assert [Client().get(address).status_code for address in public] == [404] * 4


def test_a_name_aside_that_no_row_has_is_not_there(kind: str, admin_site: Client) -> None:
    storages["private"].save("closed/media/left.mp4", ContentFile(b"left"))
    assert admin_site.get("/media/closed/media/left.mp4").status_code == 404


def test_a_file_that_cannot_be_moved_keeps_back_no_other(
    kind: str, collection: Collection, monkeypatch: pytest.MonkeyPatch
) -> None:
    image, media = make_files(collection)
    make_private(collection)
    storage: Any = storages["default"]
    carry = type(storage).carry

    def broken(self: Any, name: str, *facts: Any) -> str:
        if name.endswith(".mp4"):
            raise ValueError("no such file")
        return str(carry(self, name, *facts))

    monkeypatch.setattr(type(storage), "carry", broken)
    assert settle() == 3
    assert SetAside.objects.get().row == str(media.pk)
    assert [name.startswith("closed/") for name in names(image, media)] == [True, False, True, True]


def test_a_row_that_got_another_file_keeps_it(
    kind: str, collection: Collection, monkeypatch: pytest.MonkeyPatch
) -> None:
    _image, media = make_files(collection)
    make_private(collection)
    storage: Any = storages["default"]
    carry = type(storage).carry

    def late(self: Any, name: str, *facts: Any) -> str:
        CamtreeMedia.objects.filter(file=name).update(file="closed/media/newer.mp4")
        return str(carry(self, name, *facts))

    monkeypatch.setattr(type(storage), "carry", late)
    settle()
    media.refresh_from_db()
    assert media.file.name == "closed/media/newer.mp4"
    # The copy that nobody wants is gone again.
    assert not storages["private"].exists("closed/media/talk.mp4")


def test_a_long_name_is_no_longer_than_its_field(kind: str, collection: Collection) -> None:
    media = CamtreeMedia(title="A talk", type="video", duration=2, collection=collection)
    media.file = ContentFile(b"moving", f"{'a' * 120}.mp4")
    media.save()
    assert len(media.file.name) == 100
    make_private(collection)
    assert settle() == 1
    media.refresh_from_db()
    assert (len(media.file.name), media.file.read()) == (100, b"moving")
    assert everything_in("private") >= {media.file.name}
    assert places([media.file.name]) == ["private"]


def test_a_copy_that_cannot_be_named_is_deleted(
    kind: str, collection: Collection, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_files(collection)
    make_private(collection)
    before = everything_in("private")

    def refused(self: Any, **values: Any) -> int:
        raise DataError("value too long")

    with monkeypatch.context() as patched:
        patched.setattr(QuerySet, "update", refused)
        assert place_step() == 0
    assert everything_in("private") == before
    assert SetAside.objects.count() == 4
    assert left().count() == 0


def test_what_another_task_has_moved_is_not_copied_again(
    kind: str, collection: Collection, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = make_files(collection)
    make_private(collection)
    storage: Any = storages["default"]
    carry, carried = type(storage).carry, []

    def counted(self: Any, name: str, *facts: Any) -> str:
        carried.append(name)
        if len(carried) == 1:
            # Another worker begins while this one copies, and it is through first.
            assert settle() == 4
        return str(carry(self, name, *facts))

    monkeypatch.setattr(type(storage), "carry", counted)
    settle()
    assert len(carried) == 5
    assert places(names(*files)) == ["private"] * 4


def test_a_task_moves_a_step_and_leaves_the_rest_to_the_next(
    local_files: None, collection: Collection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(placing, "STEP", 1)
    files = make_files(collection), make_files(collection)
    make_private(collection)
    DBTaskResult.objects.all().delete()
    found = []
    for _time in range(3):
        place_files.func()
        found.append([sum(name.startswith("closed/") for name in names(*pair)) for pair in files])
        assert asked() is (_time < 2)
        DBTaskResult.objects.filter(task_path=place_files.module_path).delete()
    assert found == [[4, 0], [4, 4], [4, 4]]


def test_the_timer_asks_for_a_task_only_while_something_lies_wrong(local_files: None, collection: Collection) -> None:
    files = make_files(collection)
    assert not place_misplaced()
    make_private(collection)
    DBTaskResult.objects.all().delete()
    assert place_misplaced()
    assert not place_misplaced()  # one is there
    assert DBTaskResult.objects.count() == 1
    assert places(names(*files)) == ["default"] * 4  # nothing is moved by the timer itself
    settle()
    DBTaskResult.objects.all().delete()
    assert not place_misplaced()


def test_pages_are_forgotten_once_for_many_files_and_before_any_is_deleted(
    kind: str, collection: Collection, monkeypatch: pytest.MonkeyPatch
) -> None:
    image, media = make_files(collection)
    public = names(image, media)
    make_private(collection)
    at_first = generation()
    assert place_step() == 4
    # Pages that were kept name files that are still there.
    assert generation() == at_first
    assert everything_in("default") >= set(public)
    assert [row.run_after > row.enqueued_at for row in left()] == [True] * 4
    told, generations = [], []
    monkeypatch.setattr(type(storages["default"]), "delete", lambda self, name: told.append((name, generation())))
    for row in left():
        delete_left_file.func(**row.args_kwargs["kwargs"])
        generations.append(generation())
    assert sorted(name for name, _generation in told) == sorted(public)
    assert {number for _name, number in told} == set(generations) == {generations[0]}
    assert generations[0] > at_first
