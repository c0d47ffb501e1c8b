"""One loader for each kind of content. Each makes what is missing and leaves alone what is there."""

from datetime import timedelta
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

from django.utils import timezone

from camtree.core.words.content_files import ContentFile, html, originals, read
from camtree.members.models import User
from camtree.vocabularies.models import Approach, Phase, Subject, Theme
from demo.loading import (
    CONTENT,
    add_page,
    add_translations,
    children_with,
    document,
    keep,
    loaded,
    locale,
    moment,
    page_at,
    recording,
    section,
    terms,
    writer,
)
from insights.models import InsightIndexPage, InsightReportPage, InsightSource
from leads.models import LeadIndexPage, LeadLanguage, LeadProfilePage, LocalTraining
from learning.models import CourseIndexPage, CoursePage, LessonPage, ModulePage
from research.library.choices import ABSTRACT_PARTS
from research.library.facts import IN_DEMO
from research.library.models.names import NAME
from research.models import (
    CollectionCurator,
    CollectionIndexPage,
    CollectionItem,
    CollectionPage,
    ReportAuthor,
    ReportIndexPage,
    ReportPage,
)
from webinars.models import WebinarChapter, WebinarIndexPage, WebinarPage, WebinarSeries, WebinarSpeaker

ABSTRACT_FIELDS = [name for name, _heading in ABSTRACT_PARTS]


# ---------------------------------------------------------------- reports


def load_reports() -> None:
    """Reports in the language they were written in, then their translations, then what each one relates to."""
    files = originals(CONTENT / "reports")
    for file in files:
        report, _new = keep(f"reports/{file.slug}", partial(_report, file))
        add_translations(f"reports/{file.slug}", report, file, _report_texts)
    for file in files:
        relate(f"reports/{file.slug}", file.facts.get("related", []))


def relate(key: str, slugs: list[str]) -> None:
    """Point a page, in all its languages, at related reports; only now do all of them exist."""
    page = loaded(key)
    wanted = [{"type": "page", "value": pk} for slug in slugs if (pk := page_at(f"/research/reports/{slug}/"))]
    if not wanted or len(page.related_pages):
        return
    for sister in page.get_translations(inclusive=True):
        sister.related_pages = wanted
        sister.save_revision().publish()


def _report(file: ContentFile) -> ReportPage:
    facts = file.facts
    report = ReportPage(
        title=facts["title"],
        slug=file.slug,
        introduction=facts["introduction"],
        original_language=file.language,
        body=writer(f"reports/{file.slug}").sections(file.text),
        **{name: facts[name] for name in (*IN_DEMO, *ABSTRACT_FIELDS) if name in facts},
    )
    report.authors = [
        ReportAuthor(
            locale=locale(file.language),
            sort_order=place,
            **{name: row[name] for name in (*NAME, "role", "affiliation", "orcid") if name in row},
        )
        for place, row in enumerate(facts["authors"])
    ]
    report.phases = terms(Phase, facts["phases"])
    report.subjects = terms(Subject, facts["subjects"])
    report.approaches = terms(Approach, facts["approaches"])
    report.themes = terms(Theme, facts.get("themes", []))
    return add_page(section(ReportIndexPage, file.language), report)


def _report_texts(file: ContentFile, report: Any) -> dict[str, Any]:
    stem = file.path.name.split(".")[0]
    return {
        "introduction": file.facts["introduction"],
        "body": writer(f"reports/{stem}").sections(file.text),
        "authors": children_with(report, "authors", file.facts.get("authors", []), ["role", "affiliation"]),
        **{name: file.facts[name] for name in ("place", *ABSTRACT_FIELDS) if name in file.facts},
    }


# ---------------------------------------------------------------- collections


def load_collections() -> None:
    """Collections with their curators and notes."""
    for file in originals(CONTENT / "collections"):
        key = f"collections/{file.slug}"
        collection, _new = keep(key, partial(_collection, file))
        add_translations(key, collection, file, _collection_texts)


def _collection(file: ContentFile) -> CollectionPage:
    facts = file.facts
    collection = CollectionPage(
        title=facts["title"],
        slug=file.slug,
        introduction=facts["introduction"],
        body=writer(f"collections/{file.slug}").blocks(file.text),
    )
    english = locale("en")
    collection.curators = [
        CollectionCurator(locale=english, sort_order=place, name=row["name"], role=row.get("role", ""))
        for place, row in enumerate(facts["curators"])
    ]
    collection.items = [
        CollectionItem(
            locale=english, sort_order=place, report=loaded(f"reports/{row['report']}"), note=row.get("note", "")
        )
        for place, row in enumerate(facts["items"])
    ]
    return add_page(section(CollectionIndexPage), collection)


def _collection_texts(file: ContentFile, collection: Any) -> dict[str, Any]:
    stem = file.path.name.split(".")[0]
    return {
        "introduction": file.facts["introduction"],
        "body": writer(f"collections/{stem}").blocks(file.text),
        "curators": children_with(collection, "curators", file.facts.get("curators", []), ["role"]),
        "items": children_with(collection, "items", file.facts.get("items", []), ["note"]),
    }


# ---------------------------------------------------------------- courses


def _course_folders() -> list[Path]:
    return sorted(path for path in (CONTENT / "courses").iterdir() if path.is_dir())


def load_course_pages() -> None:
    """Courses without their text: webinars, collections and other courses point at them."""
    for folder in _course_folders():
        keep(f"courses/{folder.name}", partial(_course, read(folder / "course.md")))


def load_courses() -> None:
    """Texts, modules and lessons of the courses."""
    for folder in _course_folders():
        course_file = read(folder / "course.md")
        key = f"courses/{folder.name}"
        course = loaded(key)
        if not len(course.body):
            course.body = writer(key).blocks(course_file.text)
            course.save_revision().publish()
        add_translations(key, course, course_file, _course_texts)
        for module_folder in sorted(path for path in folder.iterdir() if path.is_dir()):
            module_file = read(module_folder / "module.md")
            module_key = f"{key}/{module_file.slug}"
            module, _new = keep(module_key, partial(_module, module_file, course))
            add_translations(module_key, module, module_file, _introduction)
            for file in originals(module_folder, "[0-9]*.md"):
                lesson_key = f"{module_key}/{file.slug}"
                lesson, _new = keep(lesson_key, partial(_lesson, file, module, lesson_key))
                add_translations(lesson_key, lesson, file, partial(_lesson_texts, key=lesson_key))
        relate(key, course_file.facts.get("related", []))


def _outcomes(file: ContentFile, name: str) -> list[dict[str, Any]]:
    write = writer(f"{name}/outcomes")
    return [write.block("outcome", text) for text in file.facts.get("outcomes", [])]


def _team(file: ContentFile, name: str, known: list[dict[str, Any]]) -> list[dict[str, Any]]:
    write = writer(f"{name}/team")
    rows = file.facts.get("team", [])
    return [
        write.block("person", write.person({**(known[i] if i < len(known) else {}), **row}))
        for i, row in enumerate(rows)
    ]


def _course(file: ContentFile) -> CoursePage:
    facts, name = file.facts, f"courses/{file.slug}"
    course = CoursePage(
        title=facts["title"],
        slug=file.slug,
        introduction=facts["introduction"],
        level=facts["level"],
        mode=facts.get("mode", "self-paced"),
        conditions=[
            writer(name + "/conditions").block(*next(iter(row.items()))) for row in facts.get("conditions", [])
        ],
        hours=Decimal(str(facts["hours"])),
        outcomes=_outcomes(file, name),
        certificate_rule=facts["certificate_rule"],
        team=_team(file, name, []),
    )
    course.approaches = terms(Approach, facts.get("approaches", []))
    course.themes = terms(Theme, facts.get("themes", []))
    return add_page(section(CourseIndexPage), course)


def _course_texts(file: ContentFile, course: Any) -> dict[str, Any]:
    name = f"courses/{file.slug}"
    known = [{"name": block.value["name"]} for block in course.team]
    return {
        "introduction": file.facts["introduction"],
        "outcomes": _outcomes(file, name),
        "certificate_rule": file.facts["certificate_rule"],
        "body": writer(name).blocks(file.text),
        "team": _team(file, name, known),
    }


def _module(file: ContentFile, course: CoursePage) -> ModulePage:
    page = ModulePage(title=file.facts["title"], slug=file.slug, introduction=file.facts["introduction"])
    return add_page(course, page)


def _introduction(file: ContentFile, page: Any) -> dict[str, Any]:
    return {"introduction": file.facts["introduction"]}


def _lesson(file: ContentFile, module: ModulePage, key: str) -> LessonPage:
    lesson = LessonPage(
        title=file.facts["title"],
        slug=file.slug,
        introduction=file.facts["introduction"],
        minutes=file.facts["minutes"],
        body=writer(key).blocks(file.text),
    )
    return add_page(module, lesson)


def _lesson_texts(file: ContentFile, _lesson_page: Any, *, key: str) -> dict[str, Any]:
    return {"introduction": file.facts["introduction"], "body": writer(key).blocks(file.text)}


# ---------------------------------------------------------------- webinars


# What the file of a webinar may say about coming to it, as the page calls it.
REGISTRATION = ("capacity", "meeting_link", "spoken_language", "has_live_captions", "is_recorded")


def load_webinars() -> None:
    """Webinars. Upcoming ones are moved on when their day has passed, so that the demo never looks shut."""
    for file in originals(CONTENT / "webinars"):
        key = f"webinars/{file.slug}"
        webinar, is_new = keep(key, partial(_webinar, file))
        if not is_new and file.facts["starts"].startswith("+") and webinar.ends_at < timezone.now():
            for sister in webinar.get_translations(inclusive=True):
                sister.starts_at = moment(file.facts["starts"], webinar.time_zone)
                sister.save_revision().publish()
        if webinar.series:
            _name_series(webinar.series, file)
        add_translations(key, webinar, file, _webinar_texts)
        relate(key, file.facts.get("related", []))


def _series(name: str) -> WebinarSeries | None:
    if not name:
        return None

    def make() -> WebinarSeries:
        return WebinarSeries.objects.create(name=name, locale=locale("en"))

    return keep(f"series/{name}", make)[0]


def _name_series(series: WebinarSeries, file: ContentFile) -> None:
    """Give a series its name in every language a webinar of it is translated into."""

    def make(sister: ContentFile) -> WebinarSeries:
        row: WebinarSeries = series.copy_for_translation(locale(sister.language))
        row.name = sister.facts["series"]
        row.save()
        return row

    for sister in file.translations():
        keep(f"series/{series.name}.{sister.language}", partial(make, sister))


def _paragraphs(text: str) -> str:
    return html(text)


def _webinar(file: ContentFile) -> WebinarPage:
    facts = file.facts
    own = locale(file.language)
    webinar = WebinarPage(
        title=facts["title"],
        slug=file.slug,
        introduction=facts["introduction"],
        starts_at=moment(facts["starts"], facts["time_zone"]),
        duration_minutes=facts["duration"],
        time_zone=facts["time_zone"],
        series=_series(facts.get("series", "")),
        body=writer(f"webinars/{file.slug}").blocks(file.text),
        recording_id=recording(facts["recording"], facts["title"]) if facts.get("recording") else None,
        slides_id=document(facts["slides"], facts["title"]) if facts.get("slides") else None,
        transcript=_paragraphs(facts.get("transcript", "")),
        takes_registrations="registered" in facts,
        questions=[("question", {"text": text, "required": False}) for text in facts.get("questions", [])],
        interpreted_into=[("language", code) for code in facts.get("interpreted_into", [])],
        **{name: facts[name] for name in REGISTRATION if name in facts},
    )
    webinar.speakers = [
        WebinarSpeaker(
            locale=own, sort_order=place, **{name: row.get(name, "") for name in ("name", "role", "country", "text")}
        )
        for place, row in enumerate(facts.get("speakers", []))
    ]
    webinar.chapters = [
        WebinarChapter(locale=own, sort_order=place, at=row["at"], title=row["title"])
        for place, row in enumerate(facts.get("chapters", []))
    ]
    webinar.approaches = terms(Approach, facts.get("approaches", []))
    webinar.themes = terms(Theme, facts.get("themes", []))
    return add_page(section(WebinarIndexPage, file.language), webinar)


def _webinar_texts(file: ContentFile, webinar: Any) -> dict[str, Any]:
    facts = file.facts
    stem = file.path.name.split(".")[0]
    return {
        "introduction": facts["introduction"],
        "body": writer(f"webinars/{stem}").blocks(file.text),
        "transcript": _paragraphs(facts.get("transcript", "")),
        "speakers": children_with(webinar, "speakers", facts.get("speakers", []), ["role", "text"]),
        "chapters": children_with(webinar, "chapters", facts.get("chapters", []), ["title"]),
    }


# ---------------------------------------------------------------- leads


def load_leads(owners: dict[str, User]) -> None:
    """Lead profiles; `owners` says whose profile belongs to which account."""
    for file in originals(CONTENT / "leads"):
        key = f"leads/{file.slug}"
        lead, _new = keep(key, partial(_lead, file, owners.get(file.slug)))
        add_translations(key, lead, file, _lead_texts)
        relate(key, file.facts.get("related", []))


def _services(file: ContentFile, name: str) -> list[dict[str, Any]]:
    write = writer(f"{name}/services")
    return [write.block("service", text) for text in file.facts.get("services", [])]


def _lead(file: ContentFile, owner: User | None) -> LeadProfilePage:
    facts, name = file.facts, f"leads/{file.slug}"
    lead = LeadProfilePage(
        title=facts["title"],
        slug=file.slug,
        owner=owner,
        introduction=facts["introduction"],
        services=_services(file, name),
        body=writer(name).blocks(file.text),
        in_person="in_person" in facts["modes"],
        online="online" in facts["modes"],
        **{
            field: facts[field]
            for field in ("place", "country", "school", "licence_level", "licence_from", "licence_until")
            if field in facts
        },
    )
    lead.languages = [LeadLanguage(code=code, sort_order=place) for place, code in enumerate(facts["languages"])]
    lead.trainings = [
        LocalTraining(
            locale=locale("en"),
            sort_order=place,
            title=row["title"],
            starts_on=timezone.localdate() + timedelta(days=int(row["starts"].strip("+d"))),
            days=row.get("days", 1),
            place=row.get("place", ""),
            mode=row["mode"],
            language=row["language"],
        )
        for place, row in enumerate(facts.get("training", []))
    ]
    lead.approaches = terms(Approach, facts["approaches"])
    return add_page(section(LeadIndexPage), lead)


def _lead_texts(file: ContentFile, lead: Any) -> dict[str, Any]:
    stem = file.path.name.split(".")[0]
    return {
        "introduction": file.facts["introduction"],
        "services": _services(file, f"leads/{stem}"),
        "body": writer(f"leads/{stem}").blocks(file.text),
        "trainings": children_with(lead, "trainings", file.facts.get("training", []), ["title", "place"]),
        **({"place": file.facts["place"]} if "place" in file.facts else {}),
    }


# ---------------------------------------------------------------- insights


def load_insights() -> None:
    """Insight reports with what they draw on."""
    for file in originals(CONTENT / "insights"):
        keep(f"insights/{file.slug}", partial(_insight, file))


def _insight(file: ContentFile) -> InsightReportPage:
    facts, name = file.facts, f"insights/{file.slug}"
    names, findings = writer(f"{name}/analysts"), writer(f"{name}/findings")
    insight = InsightReportPage(
        title=facts["title"],
        slug=file.slug,
        introduction=facts["introduction"],
        published_on=facts["published_on"],
        analysts=[names.block("name", person) for person in facts["analysts"]],
        findings=[
            findings.block(
                "finding",
                {
                    "statement": row["statement"],
                    "strength": row["strength"],
                    "reports": findings.item_list([loaded(f"reports/{slug}").pk for slug in row["reports"]]),
                },
            )
            for row in facts["findings"]
        ],
        body=writer(name).blocks(file.text),
    )
    insight.sources = [
        InsightSource(sort_order=place, report=loaded(f"reports/{slug}"))
        for place, slug in enumerate(facts["draws_on"])
    ]
    return add_page(section(InsightIndexPage), insight)
