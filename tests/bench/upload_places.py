"""Where files and long texts are taken: addresses, who sends there, and what else the forms want."""

from typing import Any

from django.urls import reverse
from wagtail.models import Collection, Locale
from wagtail_localize.models import Translation, TranslationSource
from wagtailmedia.models import MediaType

from camtree.media.models import CamtreeMedia
from demo.accounts import ACCOUNTS
from learning.courses.choices import StepKind
from tests.bench.people import account
from tests.factories.courses import make_enrolment, make_study, reflection, step_of
from tests.factories.inquiries import make_inquiry
from tests.factories.members import browser_of
from tests.factories.pages import make_report
from tests.learning.assignments.test_assignments import asks


def upload_places() -> dict[str, Any]:
    """By the name of a way in: its address, the cookie of whoever sends, and the other fields of its form."""
    admin, author = account("admin"), account("author")
    sessions = {name: str(browser_of(account(name)).cookies["sessionid"].value) for name in ("admin", "author")}
    assert {"admin", "author"} <= {one.name for one in ACCOUNTS}
    collection, locale = Collection.get_first_root_node().pk, Locale.objects.get(language_code="en").pk
    inquiry = make_inquiry(author)
    course = make_study([reflection(), asks()])
    enrolment = make_enrolment(course, author)
    film, _is_new = CamtreeMedia.objects.get_or_create(
        title="A film", type=MediaType.VIDEO, duration=1, uploaded_by_user=admin
    )
    source, _is_new = TranslationSource.get_or_create_from_instance(make_report("To be translated"))
    spanish = Locale.objects.get(language_code="es")
    translation, _is_new = Translation.objects.get_or_create(source=source, target_locale=spanish)
    translation.save_target(publish=False)
    work = [enrolment.course_key, step_of(course, kind=StepKind.ASSIGNMENT).key]
    stored = {"title": "The worst", "collection": collection}
    places = {
        "picture": ("admin", reverse("wagtailimages:add"), stored),
        "document": ("admin", reverse("wagtaildocs:add"), stored),
        "film": ("admin", reverse("wagtailmedia:add", args=["video"]), stored | {"duration": 1}),
        "captions": ("admin", reverse("caption_tracks:add"), {"media": film.pk, "language": "en", "kind": "captions"}),
        "attachment": ("author", reverse("my_inquiry_files", args=[inquiry.pk]),
                       {"kind": "instrument", "title": "The worst", "licence": "cc-by"}),
        "manuscript": ("author", reverse("my_inquiry_word", args=[inquiry.pk]), {}),
        "references": ("author", reverse("my_inquiry_references", args=[inquiry.pk]), {}),
        "work": ("author", reverse("assignment", args=work), {"text": "My notes", "number": 0}),
        "answers": ("author", reverse("upload_answers", args=[enrolment.course_key]), {}),
        "package": ("admin", reverse("wagtailsnippets_learning_coursepackage:add"), {"title": ""}),
        "translation": ("admin", reverse("wagtail_localize:upload_pofile", args=[translation.pk]), {"next": "/admin/"}),
        "questions": ("admin", reverse("wagtailsnippets_learning_question:import_file"),
                      {"pool": "", "locale": locale}),
    }  # fmt: skip
    return {
        "places": {
            name: {"session": sessions[person], "address": address, "fields": fields}
            for name, (person, address, fields) in places.items()
        },
        "needs": {
            "answers": {
                "course": str(enrolment.course_key),
                "enrolment": enrolment.pk,
                "step": str(step_of(course, kind=StepKind.REFLECTION).key),
            },
            "translation": {"head": str(translation.export_po())},
        },
    }
