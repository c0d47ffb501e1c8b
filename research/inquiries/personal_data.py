"""What drafts keep about people."""

from functools import partial

from django.utils.translation import gettext_lazy as _

from camtree.members.personal_data import PersonalData, register_personal_data
from research.inquiries.models import Attachment, EthicsAnswer, FlagAnswer, Inquiry, InquiryPerson, WordUpload
from research.inquiries.queries import of_own_drafts


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
            fields=("inquiry", "name", "native_name", "email", "role", "affiliation", "orcid", "access"),
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
