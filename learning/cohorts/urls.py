"""Addresses of cohorts: for their members, and the desk of those who run them."""

from django.urls import path

from learning.cohorts.views import cohorts, discussions, sessions, teaching

# Below /my/.
my = [
    path("cohorts/", cohorts.my_cohorts, name="my_cohorts"),
    path("cohorts/<int:pk>/", cohorts.cohort, name="my_cohort"),
    path("cohorts/<int:pk>/place/", cohorts.answer_offer, name="answer_cohort_offer"),
    path("cohorts/<int:pk>/sessions.ics", cohorts.calendar, name="cohort_calendar"),
    path("cohorts/<int:pk>/sessions/<int:session>/", cohorts.attend, name="attend_session"),
    path("cohorts/<int:pk>/name/", cohorts.show_name, name="show_name_in_cohort"),
    path("cohorts/<int:pk>/leave/", cohorts.leave, name="leave_cohort"),
    path("cohorts/<int:pk>/discussion/", discussions.discussion, name="cohort_discussion"),
    path("cohorts/<int:pk>/discussion/<uuid:step>/", discussions.discussion, name="cohort_step_discussion"),
    path("cohorts/<int:pk>/posts/<int:post>/hide/", discussions.hide, name="hide_post"),
    path("teaching/", teaching.desk, name="my_teaching"),
    path("teaching/new/", teaching.new, name="new_cohort"),
    path("teaching/<int:pk>/", teaching.progress, name="teach_cohort"),
    path("teaching/<int:pk>/progress.csv", teaching.export, name="teach_export"),
    path("teaching/<int:pk>/learners/<int:member>/", teaching.learner, name="teach_learner"),
    path("teaching/<int:pk>/people/", teaching.people, name="teach_people"),
    path("teaching/<int:pk>/people/<int:member>/remove/", teaching.remove, name="remove_from_cohort"),
    path("teaching/<int:pk>/run-by/<int:row>/remove/", teaching.remove_facilitator, name="remove_facilitator"),
    path("teaching/<int:pk>/facts/", teaching.facts, name="teach_facts"),
    path("teaching/<int:pk>/deadlines/", teaching.deadlines, name="teach_deadlines"),
    path("teaching/<int:pk>/deadlines/<int:deadline>/remove/", teaching.remove_deadline, name="remove_deadline"),
    path("teaching/<int:pk>/announcements/", teaching.announcements, name="teach_announcements"),
    path("teaching/<int:pk>/message/", teaching.message, name="message_stuck"),
    path("teaching/<int:pk>/sessions/", sessions.sessions, name="teach_sessions"),
    path("teaching/<int:pk>/sessions/<int:session>/", sessions.session, name="teach_session"),
    path("teaching/<int:pk>/sessions/<int:session>/facts/", sessions.change, name="change_session"),
    path("teaching/<int:pk>/sessions/<int:session>/remove/", sessions.remove, name="remove_session"),
    path("teaching/<int:pk>/sessions/<int:session>/code/", sessions.code, name="open_code"),
    path("teaching/<int:pk>/sessions/<int:session>/wall/", sessions.wall, name="teach_wall"),
]
urlpatterns = [
    path("cohorts/join/", cohorts.join, name="join_cohort"),
    path("cohorts/<int:pk>/join/", cohorts.join_open, name="join_open_cohort"),
    path("cohorts/invitations/<str:token>/", cohorts.invitation, name="cohort_invitation"),
]
