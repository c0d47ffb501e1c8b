"""What the loaders of all sections share: finding things by the names the files use, and counting what was loaded."""

import re
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.core.files import File
from django.db import connection
from django.db.models import Model
from django.dispatch import Signal
from django.utils import timezone
from wagtail.admin import signal_handlers
from wagtail.models import Locale, Page, TaskState, WorkflowState
from wagtail.signals import task_submitted, workflow_approved, workflow_rejected, workflow_submitted
from wagtailmedia.models import MediaType

from camtree.core import mail
from camtree.core.pages import workflow_mails
from camtree.core.pages.models import BasePage
from camtree.core.words.content_files import NAMESPACE, ContentError, ContentFile, StreamWriter
from camtree.media.actions import store_caption_track, store_document, store_image, store_media
from camtree.media.models import CamtreeDocument, CamtreeImage, CamtreeMedia
from camtree.members.models import User
from camtree.translation.actions import texts_with, translate
from demo.accounts import Account
from demo.models import DemoRecord
from home.models import HomePage

CONTENT = Path(__file__).parent / "content"
MEDIA = CONTENT / "media"
# What the front of an address means, by the folder of content it comes from.
ADDRESSES = {
    "/research/reports/": "reports",
    "/research/collections/": "collections",
    "/learning/": "courses",
    "/webinars/": "webinars",
    "/leads/": "leads",
    "/insights/": "insights",
}
_MOMENT = re.compile(r"^(?P<days>[+-]\d+)d(?: (?P<hour>\d{2}):(?P<minute>\d{2}))?$")


def record(key: str, instance: Model) -> None:
    """Remember that the demo loaded this."""
    DemoRecord.objects.update_or_create(
        key=key,
        defaults={"content_type": ContentType.objects.get_for_model(type(instance)), "object_id": str(instance.pk)},
    )


def loaded(key: str) -> Any:
    """What was loaded under this key and is still there, else None."""
    row = DemoRecord.objects.filter(key=key).first()
    if row is None:
        return None
    if row.object is None:
        row.delete()
        return None
    return row.object


def keep(key: str, make: Callable[[], Any]) -> tuple[Any, bool]:
    """What is loaded under `key`, made now if it is missing, and whether it is new."""
    found = loaded(key)
    if found is not None:
        return found, False
    made = make()
    record(key, made)
    return made, True


def locale(code: str) -> Locale:
    return Locale.objects.get(language_code=code)


def section(model: type[BasePage], code: str = "en") -> Any:
    """The section page of a kind in a language."""
    return model.objects.get(locale__language_code=code)


def terms(model: Any, slugs: list[str]) -> list[Any]:
    """Words of a vocabulary by their short names, in this order."""
    found = {term.slug: term for term in model.objects.filter(locale__language_code="en", slug__in=slugs)}
    return [found[slug] for slug in slugs]


def add_account(account: Account, *, password: str) -> User:
    """An account with a confirmed address, its role and a password as `make_password` hashes it."""
    user = User.objects.create(
        email=account.email,
        password=password,
        display_name=account.display_name,
        preferred_language=account.language,
        time_zone=account.time_zone,
        is_superuser=account.is_superuser,
        is_staff=account.is_superuser,
    )
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    if account.group:
        user.groups.add(Group.objects.get(name=account.group))
    return user


# Mails that leave at once, about workflows: the signal, its sender, and the name of the receiver that mails.
_MAILS_AT_ONCE: list[tuple[Signal, type[Model], str]] = [
    (task_submitted, TaskState, "group_approval_task_submitted_email_notification"),
    (workflow_submitted, WorkflowState, "workflow_state_submitted_email_notification"),
    (workflow_rejected, WorkflowState, "workflow_state_rejected_email_notification"),
    (workflow_approved, WorkflowState, "workflow_state_approved_email_notification"),
]


@contextmanager
def without_mail() -> Iterator[None]:
    """Let no mail leave for what is done inside: its readers never lived.

    Our mails wait for the end of the transaction, so those written inside are taken off the list of what waits;
    everything else stays on it. Mails about workflows leave at once, so nobody listens meanwhile.
    """
    before = len(connection.run_on_commit)
    for signal, sender, name in _MAILS_AT_ONCE:
        signal.disconnect(sender=sender, dispatch_uid=name)
    try:
        yield
    finally:
        # As at the start: ours first, then Wagtail's where the place is free.
        workflow_mails.connect()
        signal_handlers.register_signal_handlers()
    inside = connection.run_on_commit[before:]
    connection.run_on_commit[before:] = [row for row in inside if row[1].__module__ != mail.__name__]


def moment(text: str, zone: str) -> datetime:
    """`+12d 16:00` as the clock of `zone` shows it twelve days from today."""
    match = _MOMENT.match(text)
    if match is None:
        raise ContentError(f"{text!r} is no moment such as '+12d 16:00'.")
    day = timezone.now().astimezone(ZoneInfo(zone)).date() + timedelta(days=int(match["days"]))
    clock = time(int(match["hour"] or 0), int(match["minute"] or 0))
    return datetime.combine(day, clock, ZoneInfo(zone)).astimezone(UTC)


# ---------------------------------------------------------------- looking up


def page_at(address: str) -> int | None:
    """Primary key of the page at an address without language, by the slug of its original."""
    for front, folder in ADDRESSES.items():
        if address.startswith(front) and address != front:
            found = loaded(f"{folder}/{address.removeprefix(front).strip('/')}")
            return found.pk if found else None
    home = HomePage.objects.get(locale__language_code="en")
    return Page.objects.filter(url_path=f"{home.url_path}{address.strip('/')}/").values_list("pk", flat=True).first()


def quiz(name: str) -> int | None:
    """Primary key of the quiz of a file of content/quizzes, by its name without ending."""
    found = loaded(f"quizzes/{name}")
    return int(found.pk) if found else None


def package(name: str) -> int | None:
    """Primary key of the package of a folder of content/packages, by its name."""
    found = loaded(f"packages/{name}")
    return int(found.pk) if found else None


def _file(name: str) -> Path:
    path = MEDIA / name
    if not path.is_file():
        raise ContentError(f"There is no file {name} in content/media.")
    return path


def image(name: str, title: str = "") -> int:
    """Primary key of a picture of content/media."""

    def make() -> CamtreeImage:
        with _file(name).open("rb") as file:
            return store_image(title=title or _words(name), file=File(file, name=name))

    return int(keep(f"media/{name}", make)[0].pk)


def document(name: str, title: str = "") -> int:
    """Primary key of a document of content/media."""

    def make() -> CamtreeDocument:
        with _file(name).open("rb") as file:
            return store_document(title=title or _words(name), file=File(file, name=name))

    return int(keep(f"media/{name}", make)[0].pk)


def recording(stem: str, title: str = "") -> int:
    """Primary key of a recording with its picture and its captions in every language there is a file for."""

    def make() -> CamtreeMedia:
        with _file(f"{stem}.mp4").open("rb") as film, _file(f"{stem}.webp").open("rb") as picture:
            return store_media(
                title=title or _words(stem),
                type=MediaType.VIDEO,
                duration=_seconds(stem),
                width=960,
                height=540,
                file=File(film, name=f"{stem}.mp4"),
                thumbnail=File(picture, name=f"{stem}.webp"),
            )

    media, is_new = keep(f"media/{stem}.mp4", make)
    if is_new:
        for path in sorted((CONTENT / "webinars").glob(f"{stem}.*.vtt")):
            with path.open("rb") as file:
                store_caption_track(media=media, language=path.name.split(".")[1], file=File(file, name=path.name))
    return int(media.pk)


def _words(name: str) -> str:
    """A title made of a file's name."""
    return name.rsplit(".", 1)[0].replace("-", " ").capitalize()


def _seconds(stem: str) -> float:
    """Length of a recording, from the end of its last English caption."""
    text = (CONTENT / f"webinars/{stem}.en.vtt").read_text(encoding="utf-8")
    ends = re.findall(r"--> (?:(\d+):)?(\d{2}):(\d{2})\.(\d{3})", text)
    hours, minutes, seconds, thousandths = ends[-1]
    return int(hours or 0) * 3600 + int(minutes) * 60 + int(seconds) + int(thousandths) / 1000


def writer(name: str) -> StreamWriter:
    """A stream writer that finds what files of the demo name."""
    return StreamWriter(
        name, page=page_at, image=image, document=document, recording=recording, quiz=quiz, package=package
    )


# ---------------------------------------------------------------- pages


def add_page(parent: Page, page: BasePage, *, related: list[str] = ()) -> BasePage:  # type: ignore[assignment]
    """Put a new page under its parent and publish it.

    Its work has the same key whenever the demo is loaded, so that its cover looks the same too.
    """
    page.locale = parent.locale
    page.translation_key = uuid.uuid5(NAMESPACE, f"{parent.url_path}{page.slug}")
    if related:
        page.related_pages = [  # type: ignore[assignment]
            {"type": "page", "value": pk} for slug in related if (pk := page_at(f"/research/reports/{slug}/"))
        ]
    parent.add_child(instance=page)
    page.save_revision().publish()
    return page


def add_translations(
    key: str, page: BasePage, original: ContentFile, values_of: Callable[[ContentFile, Any], dict[str, Any]]
) -> None:
    """Translate a page into every language its file has a translation in, through wagtail-localize."""
    for file in original.translations():
        if loaded(f"{key}.{file.language}"):
            continue
        values = {"title": file.facts.get("title", page.title), **values_of(file, page)}
        if "slug" in file.facts:
            values["slug"] = file.facts["slug"]
        texts = texts_with(page, **{name: value for name, value in values.items() if value is not None})
        if "slug" not in file.facts:
            texts.strings.pop("slug", None)
        try:
            translated = translate(source=page, locale=locale(file.language), texts=texts, publish=True)
        except ValueError as error:
            raise ContentError(f"{file.path.name}: {error}") from error
        record(f"{key}.{file.language}", translated)


def children_with(page: Any, name: str, rows: list[dict[str, Any]], fields: list[str]) -> list[Any]:
    """The children `name` of a page with the texts of `rows`, unsaved: what a translation says of each."""
    children = list(getattr(page, name).all())
    if rows and len(rows) != len(children):
        raise ContentError(f"{page}: {len(children)} {name}, but {len(rows)} in the translation.")
    for child, row in zip(children, rows, strict=False):
        for field in fields:
            if field in row:
                setattr(child, field, row[field])
    return children
