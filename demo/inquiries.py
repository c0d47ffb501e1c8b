"""Inquiries of the demo: drafts and submissions in every state there is, by people who never lived.

Each comes about by the same actions as in life. Afterwards its dates are moved back, so that ages and due days look
lived-in. Files count days backwards from the day the demo is loaded: `submitted = 12` is twelve days ago.
"""

import tomllib
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

from django.contrib.auth.hashers import make_password
from django.utils import timezone

from camtree.core.words.content_files import ContentFile, originals
from camtree.members.models import User
from camtree.vocabularies.models import Approach, Phase, Subject, Theme
from demo.accounts import Account
from demo.loading import CONTENT, add_account, keep, loaded, record, terms, without_mail, writer
from research.inquiries.actions.safety import answer_ethics, answer_flag
from research.inquiries.actions.writing import accept_invitation, change_facts, invite_person, save_part, start_inquiry
from research.inquiries.choices import Access, EthicsQuestion, EthicsReply
from research.inquiries.safety import flags_of
from research.library.facts import FROM_DRAFT
from research.library.models.names import NAME
from research.models import (
    Call,
    Decision,
    DecisionLetter,
    EditorQuestion,
    EthicsAnswer,
    FlagAnswer,
    Inquiry,
    InquiryPart,
    InquiryPerson,
    PartVersion,
    ReportTemplate,
    ReviewerProfile,
    ReviewInvite,
    Submission,
)
from research.review.actions.decisions import decide, pass_check, send_decision
from research.review.actions.reviews import (
    accept_invite,
    answer_question,
    ask_question,
    change_reviewer_profile,
    decline_invite,
    invite_reviewer,
    send_review,
)
from research.review.actions.submitting import submit_inquiry
from research.review.choices import Verdict
from research.review.forms import REASONS
from research.review.rounds import questions_of

FOLDER = CONTENT / "inquiries"
VOCABULARIES = {"phases": Phase, "subjects": Subject, "approaches": Approach, "themes": Theme}
FACTS = ("stage", "school", "started_on", "ended_on", *FROM_DRAFT)
PERSON = (*NAME, "role", "affiliation", "contributions")
# What the text of a section was before it was changed stands under its name with this in front.
BEFORE = "before_"


def load_inquiries(people: dict[str, User]) -> None:
    """Calls, reviewers and inquiries that are not there yet."""
    words = tomllib.loads((FOLDER / "people.toml").read_text(encoding="utf-8"))
    people = people | {row["key"]: _colleague(row) for row in words["colleague"]}
    for row in words["reviewer"]:
        keep(f"reviewers/{row['key']}", partial(_reviewer, people[row["key"]], row))
    calls = {row["key"]: _call(row) for row in words["call"]}
    with without_mail():
        for file in originals(FOLDER):
            keep(f"inquiries/{file.slug}", _Story(file, people, calls).tell)


def _colleague(row: dict[str, Any]) -> User:
    """Somebody who writes or reviews and does not sign in: the account has no password."""
    account = Account(row["key"], row["name"], language=row.get("language", "en"), time_zone=row["time_zone"])
    user: User = keep(f"accounts/{account.name}", lambda: add_account(account, password=make_password(None)))[0]
    return user


def _reviewer(user: User, row: dict[str, Any]) -> ReviewerProfile:
    facts = {name: row[name] for name in ("languages", "about", "at_once", "per_year")}
    chosen = {name: terms(VOCABULARIES[name], row[name]) for name in ("subjects", "approaches")}
    return change_reviewer_profile(member=user, facts={**facts, **chosen})


def _call(row: dict[str, Any]) -> Call:
    """A call for reports. One whose last day has passed is moved on, so that the demo never looks shut."""
    today = timezone.localdate()
    closes_on = today + timedelta(row["closes_in"]) if "closes_in" in row else None

    def make() -> Call:
        return Call.objects.create(
            title=row["title"],
            description=row["description"],
            anonymity=row["anonymity"],
            collection=loaded(f"collections/{row['collection']}") if "collection" in row else None,
            opens_on=today - timedelta(row["opened"]),
            closes_on=closes_on,
        )

    call: Call = keep(f"calls/{row['key']}", make)[0]
    if call.closes_on is not None and call.closes_on < today:
        call.closes_on = closes_on
        call.save()
    return call


def forget_inquiry(inquiry: Inquiry) -> None:
    """Take an inquiry away with all that hangs on it, also what the histories keep of it."""
    rows = {
        InquiryPerson: inquiry.people.values_list("pk", flat=True),
        EthicsAnswer: inquiry.ethics_answers.values_list("pk", flat=True),
        FlagAnswer: inquiry.flag_answers.values_list("pk", flat=True),
        ReviewInvite: ReviewInvite.objects.filter(submission__inquiry=inquiry).values_list("pk", flat=True),
        Decision: Decision.objects.filter(submission__inquiry=inquiry).values_list("pk", flat=True),
        Inquiry: [inquiry.pk],
    }
    kept = {model: list(keys) for model, keys in rows.items()}
    inquiry.delete()
    for model, keys in kept.items():
        history: Any = model.history  # type: ignore[attr-defined]
        history.filter(id__in=keys).delete()


def _ago(days: float) -> datetime:
    return timezone.now() - timedelta(days)


def _day(days: int) -> date:
    return timezone.localdate() - timedelta(days)


@dataclass
class _Story:
    """One file, and how it becomes an inquiry."""

    file: ContentFile
    people: dict[str, User]
    calls: dict[str, Call]

    def tell(self) -> Inquiry:
        """Begin, write and submit it, and let everybody answer as the file says."""
        facts, owner = self.file.facts, self.people[self.file.facts["owner"]]
        guide = ReportTemplate.objects.get(slug=facts["template"], locale__language_code=self.file.language)
        inquiry = start_inquiry(member=owner, template=guide, title=facts["title"])
        Inquiry.objects.filter(pk=inquiry.pk).update(created_at=_ago(facts["begun"]))
        known = {name: facts[name] for name in FACTS if name in facts}
        chosen = {name: terms(model, facts[name]) for name, model in VOCABULARIES.items() if name in facts}
        inquiry = change_facts(inquiry=inquiry, facts={**known, **chosen})
        self._bring_people(inquiry, owner)
        texts, before = self._texts()
        self._write(inquiry, {**texts, **before}, owner)
        rounds = facts.get("rounds", [])
        last = rounds[0]["submitted"] if rounds else facts["saved"]
        self._date_parts(inquiry, facts["begun"], last)
        if before and not rounds:
            self._rewrite(inquiry, {name: texts[name] for name in before}, self.people[facts["rewritten_by"]])
        for place, row in enumerate(rounds):
            if place:
                self._write(inquiry, {name: texts[name] for name in before}, owner)
                changed = InquiryPart.objects.filter(inquiry=inquiry, name__in=before)
                changed.update(saved_at=_ago(row["submitted"] + 0.2))
            self._submit(inquiry, row)
        saved = facts["saved"] if not rounds else rounds[-1]["submitted"]
        Inquiry.objects.filter(pk=inquiry.pk).update(saved_at=_ago(saved))
        inquiry.refresh_from_db()
        if inquiry.report is not None:
            record(f"inquiries/{self.file.slug}/identifier", inquiry.reserved_identifier)
            record(f"inquiries/{self.file.slug}/report", inquiry.report)
        return inquiry

    def _texts(self) -> tuple[dict[str, str], dict[str, str]]:
        """What each section says at the end, and what those that were changed said before."""
        if not self.file.text:
            return {}, {}
        sections = writer(f"inquiries/{self.file.slug}").sections(self.file.text)
        texts = {
            block["value"]["key"]: "".join(piece["value"] for piece in block["value"]["content"]) for block in sections
        }
        before = {name.removeprefix(BEFORE): texts.pop(name) for name in list(texts) if name.startswith(BEFORE)}
        return texts, before

    def _bring_people(self, inquiry: Inquiry, owner: User) -> None:
        begun = self.file.facts["begun"]
        own = {name: value for name, value in self.file.facts.get("author", {}).items() if name in PERSON}
        inquiry.people.filter(access=Access.OWNER).update(**own, accepted_at=_ago(begun))
        for row in self.file.facts.get("people", []):
            member = self.people.get(row.get("key", ""))
            facts = {name: row[name] for name in (*PERSON, "access", "is_author") if name in row}
            if member is not None:
                facts = {"name": str(member), "email": member.email, **facts}
            person = invite_person(inquiry=inquiry, by=owner, base_url="", **facts)
            if member is not None:
                accept_invitation(person=person, member=member)
                dates = {"invited_at": _ago(begun - 1), "accepted_at": _ago(begun - 2)}
                InquiryPerson.objects.filter(pk=person.pk).update(**dates)

    def _write(self, inquiry: Inquiry, texts: dict[str, str], by: User) -> None:
        numbers = dict(inquiry.parts.values_list("name", "number"))
        for name, html in texts.items():
            save_part(inquiry=inquiry, name=name, html=html, number=numbers[name], member=by)

    def _rewrite(self, inquiry: Inquiry, texts: dict[str, str], by: User) -> None:
        """A co-author goes on where somebody else stopped: what stood there is kept as a version."""
        self._write(inquiry, texts, by)
        begun, saved = self.file.facts["begun"], self.file.facts["saved"]
        versions = PartVersion.objects.filter(part__inquiry=inquiry)
        versions.update(saved_at=_ago((begun + saved) / 2), kept_at=_ago(saved + 1))
        inquiry.parts.filter(name__in=texts).update(saved_at=_ago(saved))

    def _date_parts(self, inquiry: Inquiry, begun: int, last: int) -> None:
        """One part after the other, from the day it was begun to the last one."""
        parts = list(inquiry.parts.exclude(text=""))
        for place, part in enumerate(parts, start=1):
            part.saved_at = _ago(begun - (begun - last) * place / len(parts) + 0.1)
        InquiryPart.objects.bulk_update(parts, ["saved_at"])

    # ---- one round

    def _submit(self, inquiry: Inquiry, row: dict[str, Any]) -> None:
        call = self.calls[row["call"]] if "call" in row else None
        by, editor = self.people[self.file.facts["owner"]], self.people["editor"]
        answers = {question: {"answer": EthicsReply.YES, "why": ""} for question in EthicsQuestion.values}
        answer_ethics(inquiry=inquiry, member=by, answers=answers)
        if reason := self.file.facts.get("flags_may_stay"):
            for flag in flags_of(inquiry):
                answer_flag(inquiry=inquiry, member=by, kind=flag.kind, found=flag.found, reason=reason)
        submission = submit_inquiry(inquiry=inquiry, member=by, call=call)
        if "checked" in row:
            submission = pass_check(submission=submission, by=editor)
        for review in row.get("reviews", []):
            self._review(submission, review)
        for question in row.get("questions", []):
            self._ask(submission, question)
        Submission.objects.filter(pk=submission.pk).update(submitted_at=_ago(row["submitted"]))
        if "decision" in row:
            self._decide(submission, row["decision"])

    def _review(self, submission: Submission, row: dict[str, Any]) -> None:
        reviewer, editor = self.people[row["by"]], self.people["editor"]
        invite = invite_reviewer(submission=submission, by=editor, email=reviewer.email, name=str(reviewer))
        due = row["invited"] - submission.due_days
        dates: dict[str, Any] = {"invited_at": _ago(row["invited"]), "answer_by": _day(row["invited"] - 7)}
        if "declined" in row:
            decline_invite(invite=invite, reason=row["reason"])
            dates["declined_at"] = _ago(row["declined"])
        if "accepted" in row:
            accept_invite(invite=invite)
            dates["accepted_at"] = _ago(row["accepted"])
            due = row["accepted"] - submission.due_days
        if "sent" in row:
            send_review(invite=invite, **self._words(submission, row))
            dates |= {"saved_at": _ago(row["sent"]), "sent_at": _ago(row["sent"])}
        ReviewInvite.objects.filter(pk=invite.pk).update(due_on=_day(due), **dates)

    @staticmethod
    def _words(submission: Submission, row: dict[str, Any]) -> dict[str, Any]:
        """A review as the form hands it over: steps from the weakest, words beside them."""
        answers = {}
        for place, question in enumerate(questions_of(submission)):
            given: dict[str, Any] = {"step": row["steps"][place]} if question.scale else {}
            if words := row["words"][place]:
                given["words"] = words
            answers[question.key] = given
        return {
            "answers": answers,
            "recommendation": Verdict(row["recommendation"]),
            "words_to_author": row["to_author"].strip(),
            "words_to_editor": row.get("to_editor", "").strip(),
        }

    def _ask(self, submission: Submission, row: dict[str, Any]) -> None:
        asked = ask_question(submission=submission, by=self.people["editor"], question=row["text"].strip())
        EditorQuestion.objects.filter(pk=asked.pk).update(asked_at=_ago(row["asked"]))
        if "answered" in row:
            by = self.people[self.file.facts["owner"]]
            answer_question(question=asked, member=by, answer=row["answer"].strip())
            EditorQuestion.objects.filter(pk=asked.pk).update(answered_at=_ago(row["answered"]))

    def _decide(self, submission: Submission, row: dict[str, Any]) -> None:
        """Decide and let the letter leave at once: nobody undoes a decision of the demo."""
        publish_on = timezone.localdate() + timedelta(row["publish_in"]) if "publish_in" in row else None
        decision = decide(
            submission=submission,
            by=self.people["editor"],
            verdict=Verdict(row["verdict"]),
            letter=self._letter(submission, row),
            collection=loaded(f"collections/{row['collection']}") if "collection" in row else None,
            publish_on=publish_on,
        )
        send_decision(decision=decision)
        when = _ago(row["sent"])
        Decision.objects.filter(pk=decision.pk).update(decided_at=when, leaves_at=when, sent_at=when)
        Submission.objects.filter(pk=submission.pk).update(answered_at=when)

    def _letter(self, submission: Submission, row: dict[str, Any]) -> str:
        """The site's own letter with the reasons of the file in their place."""
        start = DecisionLetter.objects.get(verdict=row["verdict"], locale__language_code=self.file.language)
        owner = submission.inquiry.people.get(access=Access.OWNER)
        text = start.text.replace("{name}", owner.native_name or owner.name)
        return REASONS.sub(lambda _match: row["reasons"].strip(), text.replace("{title}", submission.inquiry.title))
