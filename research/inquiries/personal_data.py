"""What drafts keep about people."""

from functools import partial
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from camtree.members.models import User
from camtree.members.personal_data import PersonalData, register_personal_data
from research.inquiries.models import (
    Attachment,
    EthicsAnswer,
    FlagAnswer,
    Inquiry,
    InquiryPart,
    InquiryPerson,
    PartComment,
    PartVersion,
    WordUpload,
)
from research.inquiries.queries import of_own_drafts
from research.library.models.names import NAME


def declare() -> None:
    """Tell the platform, once, when the section starts."""
    for answers, title, fields in (
        (EthicsAnswer, _("Answers about consent in your drafts"), ("question", "answer", "why", "answered_at")),
        (FlagAnswer, _("Answers to flags in your drafts"), ("kind", "found", "reason", "answered_at")),
    ):
        register_personal_data(
            PersonalData(model=answers, title=title, rows=partial(of_own_drafts, answers), fields=fields)
        )
    register_personal_data(
        PersonalData(
            model=Inquiry,
            title=_("Your drafts"),
            rows=lambda member: Inquiry.objects.filter(people__user=member, people__access="owner"),
            fields=("title", "state", "stage", "country", "place", "school", "created_at", "saved_at"),
        )
    )
    register_personal_data(
        PersonalData(
            model=InquiryPerson,
            title=_("Drafts you are named on"),
            rows=lambda member: InquiryPerson.objects.filter(user=member),
            fields=("inquiry", *NAME, "email", "role", "affiliation", "orcid", "access"),
        )
    )
    register_personal_data(
        PersonalData(
            model=Attachment,
            title=_("Files of your drafts"),
            rows=partial(of_own_drafts, Attachment),
            fields=("inquiry", "kind", "title", "original_name", "licence", "added_at"),
        )
    )
    register_personal_data(
        PersonalData(
            model=WordUpload,
            title=_("Word files you have not confirmed yet"),
            rows=lambda member: WordUpload.objects.filter(member=member),
            fields=("inquiry", "name", "read_at"),
        )
    )
    # In drafts of others the text stays, without its writer.
    written: list[tuple[type[Any], Any, str, tuple[str, ...]]] = [
        (PartComment, _("Your comments on drafts"), "author", ("part", "text", "created_at", "resolved_at")),
        (
            InquiryPart,
            _("Parts of drafts that you wrote last"),
            "saved_by",
            ("inquiry", "name", "text", "saved_at"),
        ),
        (PartVersion, _("Earlier versions that you wrote"), "saved_by", ("part", "text", "saved_at")),
    ]
    for model, title, author, names in written:
        register_personal_data(
            PersonalData(
                model=model,
                title=title,
                rows=partial(_written_by, model, author),
                fields=names,
                let_go=partial(_let_go, model, author),
            )
        )


def _written_by(model: type[Any], author: str, member: User) -> QuerySet[Any]:
    return model.objects.filter(**{author: member})


def _let_go(model: type[Any], author: str, member: User) -> None:
    _written_by(model, author, member).update(**{author: None})
