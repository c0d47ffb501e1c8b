from django.apps import AppConfig


class ResearchConfig(AppConfig):
    name = "research"

    def ready(self) -> None:
        from camtree.core.pages.removed import register_removed
        from camtree.members import personal_data
        from camtree.members.dashboard import Panel, register_panel

        # These register when they are imported.
        from research import contexts, timed  # noqa: F401
        from research.dashboard import desks, my_drafts
        from research.inquiries import personal_data as draft_data
        from research.inquiries import signals as _of_drafts  # noqa: F401
        from research.inquiries.actions.people import hand_over_all_of
        from research.library import findable as _of_library  # noqa: F401
        from research.library.dois import register_dois
        from research.publishing import pasted as _of_addresses  # noqa: F401
        from research.publishing import personal_data as publication_data
        from research.publishing import signals as _of_reports  # noqa: F401
        from research.publishing.queries import registered_dois
        from research.publishing.views.withdrawals import removed
        from research.reading import personal_data as reading_data
        from research.reading.queries import my_reading
        from research.review import conflicts as _who_may_publish  # noqa: F401
        from research.review import personal_data as review_data
        from research.review import signals as _of_rounds  # noqa: F401
        from research.review.actions.erasing import forget_author

        register_removed("research", removed)
        register_dois(registered_dois)
        personal_data.milestones.at(personal_data.Milestone.ERASING, hand_over_all_of)
        personal_data.milestones.at(personal_data.Milestone.ERASING, forget_author)
        register_panel(Panel("research", "research/inquiries/panel.html", my_drafts, position=10))
        register_panel(Panel("reading", "research/reading/panel.html", my_reading, position=12))
        register_panel(Panel("research-editing", "research/publishing/panel.html", desks, position=15))
        for room in (reading_data, draft_data, review_data, publication_data):
            room.declare()
