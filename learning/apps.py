from django.apps import AppConfig


class LearningConfig(AppConfig):
    name = "learning"

    def ready(self) -> None:
        from camtree.core.caching.generation import forget_when_saved
        from camtree.core.papers.codes import register_checker
        from camtree.events.sources import register_source
        from camtree.members.dashboard import Panel, register_panel

        # These register when they are imported.
        from learning import contexts, timed  # noqa: F401
        from learning.assignments import personal_data as works_data
        from learning.assignments import signals as _of_works  # noqa: F401
        from learning.assignments.actions.works import follow_draft
        from learning.certificates import checks  # noqa: F401
        from learning.certificates import personal_data as certificate_data
        from learning.certificates.actions import certify_completed
        from learning.certificates.verification import answer
        from learning.cohorts import personal_data as cohort_data
        from learning.cohorts.actions.cohorts import leave_cohorts_with_course
        from learning.cohorts.calendars import deadlines_of, sessions_of
        from learning.cohorts.dashboard import my_cohorts
        from learning.cohorts.models import Cohort
        from learning.courses import findable as _of_search  # noqa: F401
        from learning.courses import signals as _of_courses  # noqa: F401
        from learning.packages import personal_data as package_data
        from learning.packages import signals as _of_packages  # noqa: F401
        from learning.quizzes import contexts as _of_quizzes  # noqa: F401
        from learning.quizzes import personal_data as quiz_data
        from learning.studying import milestones as of_enrolments
        from learning.studying import passwords as _of_enrolments  # noqa: F401
        from learning.studying import personal_data
        from learning.studying.dashboard import my_courses
        from research.inquiries import milestones as of_drafts

        forget_when_saved(Cohort)
        register_panel(Panel("learning", "learning/studying/panel.html", my_courses, position=20))
        register_panel(Panel("learning-cohorts", "learning/cohorts/panel.html", my_cohorts, position=21))
        register_checker("learning", answer)
        register_source("sessions", sessions_of)
        register_source("deadlines", deadlines_of)
        of_drafts.milestones.at(of_drafts.Milestone.SUBMITTED, follow_draft)
        of_drafts.milestones.at(of_drafts.Milestone.PUBLISHED, follow_draft)
        of_enrolments.milestones.at(of_enrolments.Milestone.COMPLETED, certify_completed)
        of_enrolments.milestones.at(of_enrolments.Milestone.LEAVING, leave_cohorts_with_course)
        for room in (cohort_data, quiz_data, package_data, certificate_data, works_data, personal_data):
            room.declare()
