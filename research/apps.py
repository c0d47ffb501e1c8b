from functools import partial

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ResearchConfig(AppConfig):
    name = "research"

    def ready(self) -> None:
        from camtree.core.generation import forget_when_saved
        from camtree.core.gone import register_gone
        from camtree.members.dashboard import Panel, register_panel
        from camtree.members.personal_data import PersonalData, before_erasing, register_personal_data
        from research import contexts, signals  # noqa: F401 - both register when they are imported
        from research.actions.people import hand_over_all_of
        from research.actions.review import forget_reviewer
        from research.dashboard import desks, my_drafts
        from research.models import (
            VOCABULARIES,
            Attachment,
            EthicsAnswer,
            FlagAnswer,
            Inquiry,
            InquiryPerson,
            Replication,
            ReviewerProfile,
            ReviewInvite,
            WordUpload,
        )
        from research.queries import of_own_drafts
        from research.views.withdrawals import removed

        register_gone("research", removed)
        forget_when_saved(*VOCABULARIES.values())
        before_erasing(hand_over_all_of)
        register_panel(Panel("research", "research/my/panel.html", my_drafts, position=10))
        register_panel(Panel("research-editing", "research/editing/panel.html", desks, position=15))

        # Before the drafts themselves: their history is found only while they are there.
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
                model=ReviewerProfile,
                title=_("What you told us as a reviewer"),
                rows=lambda member: ReviewerProfile.objects.filter(user=member),
                fields=("languages", "about", "at_once", "per_year", "is_available"),
            )
        )
        register_personal_data(
            PersonalData(
                model=ReviewInvite,
                title=_("Your reviews"),
                rows=lambda member: ReviewInvite.objects.filter(user=member),
                fields=(
                    *("state", "invited_at", "due_on", "accepted_at", "declined_at", "decline_reason"),
                    *("recommendation", "words_to_author", "words_to_editor", "sent_at"),
                ),
                let_go=forget_reviewer,
            )
        )
        register_personal_data(
            PersonalData(
                model=Replication,
                title=_("What you tried too"),
                rows=lambda member: Replication.objects.filter(member=member),
                fields=(
                    *("report", "name", "country", "phase", "setting", "changed", "result", "seen", "state"),
                    "written_at",
                ),
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
