"""What happens to reports after they are published: withdrawn, removed, tried again by others."""

import tomllib
from functools import partial
from typing import Any

from camtree.members.models import User
from camtree.vocabularies.models import Approach, Phase, Subject
from demo.loading import CONTENT, add_page, keep, locale, page_at, record, section, terms, without_mail
from research.library.choices import ABSTRACT_PARTS, ReviewStatus
from research.models import Replication, ReportAuthor, ReportIndexPage, ReportPage, Withdrawal
from research.publishing.actions.replications import decide_replication, record_replication
from research.publishing.actions.withdrawals import remove_report, withdraw_report

FACTS = ("slug", "identifier", "published_on", "title", "introduction", "country", "place", "learners", "age_from")


def load_aftermath(people: dict[str, User]) -> None:
    """A withdrawn report, a removed one, and records of trying again, where they are not there yet."""
    words = tomllib.loads((CONTENT / "aftermath.toml").read_text(encoding="utf-8"))
    withdrawn, removed = words["report"]
    with without_mail():
        keep("aftermath/withdrawn", partial(_withdrawn, withdrawn, people["moderator"]))
        keep("aftermath/removed", partial(_removed, removed, people["moderator"]))
        for row in words["replication"]:
            keep(f"replications/{row['key']}", partial(_replication, row, people))


def _report(row: dict[str, Any]) -> ReportPage:
    facts = {name: row[name] for name in (*FACTS, "age_to", "conducted", *(name for name, _words in ABSTRACT_PARTS))}
    report = ReportPage(review_status=ReviewStatus.EDITOR_CHECKED, original_language="en", body=[], **facts)
    report.authors = [
        ReportAuthor(locale=locale("en"), sort_order=place, **author) for place, author in enumerate(row["authors"])
    ]
    for name, model in (("phases", Phase), ("subjects", Subject), ("approaches", Approach)):
        setattr(report, name, terms(model, row[name]))
    made: ReportPage = add_page(section(ReportIndexPage), report)
    return made


def _withdrawn(row: dict[str, Any], by: User) -> ReportPage:
    report = _report(row)
    action = withdraw_report(work=report.translation_key, by=by, public_reason=row["public_reason"])
    record("aftermath/withdrawal", action)
    return report


def _removed(row: dict[str, Any], by: User) -> Withdrawal:
    return remove_report(work=_report(row).translation_key, by=by, public_reason=row["public_reason"])


def _replication(row: dict[str, Any], people: dict[str, User]) -> Replication:
    pk = page_at(f"/research/reports/{row['report']}/")
    facts = {name: row[name] for name in ("name", "country", "setting", "changed", "result", "seen")}
    (facts["phase"],) = terms(Phase, [row["phase"]])
    tried = record_replication(report=ReportPage.objects.get(pk=pk), member=people[row["member"]], facts=facts)
    return decide_replication(replication=tried, by=people["editor"], publish=True)
