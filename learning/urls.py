"""Addresses of the learning section that are no pages."""

from django.urls import include, path

from learning.views import (
    assignments,
    certificates,
    courses,
    lessons,
    marking,
    offline,
    packages,
    peer_marking,
    quizzes,
    record,
)

ASSIGNMENT = "courses/<uuid:course>/assignments/<uuid:step>/"

# Below /my/: one look tells every other address apart from them.
my = [
    path("courses/", courses.my_courses, name="my_courses"),
    path("courses/<uuid:key>/", courses.my_course, name="my_course"),
    path("courses/<uuid:key>/continue/", courses.resume, name="resume_course"),
    path("courses/<uuid:key>/leave/", courses.leave, name="leave_course"),
    path("courses/<uuid:course>/offline/", offline.offline, name="offline"),
    path("courses/<uuid:course>/offline/answers/", offline.answers, name="upload_answers"),
    path("courses/<uuid:course>/offline/<uuid:module>/", offline.module, name="pack_module"),
    path("courses/<uuid:course>/offline/<uuid:module>/print/", offline.paper, name="print_module"),
    path("courses/<uuid:course>/journal/", lessons.journal, name="my_journal"),
    path("courses/<uuid:course>/steps/<uuid:step>/done/", lessons.go_on, name="go_on"),
    path("courses/<uuid:course>/steps/<uuid:step>/watched/", lessons.watched, name="watched"),
    path("courses/<uuid:course>/steps/<uuid:step>/notes/", lessons.write, name="write_note"),
    path("courses/<uuid:course>/assignments/<uuid:step>/", assignments.assignment, name="assignment"),
    path("courses/<uuid:course>/assignments/<uuid:step>/draft/", assignments.take_draft, name="take_draft"),
    path("courses/<uuid:course>/quizzes/<uuid:step>/", quizzes.quiz, name="quiz"),
    path("courses/<uuid:course>/quizzes/<uuid:step>/<int:number>/", quizzes.attempt, name="quiz_attempt"),
    path("courses/<uuid:course>/quizzes/<uuid:step>/<int:number>/save/", quizzes.save, name="save_quiz_attempt"),
    path("courses/<uuid:course>/quizzes/<uuid:step>/<int:number>/result/", quizzes.result, name="quiz_result"),
    path("marking/", marking.marking, name="marking"),
    path("marking/<int:pk>/", marking.mark, name="mark_answer"),
    path("works/<int:pk>/file/", assignments.file, name="work_file"),
    path("marking/works/<int:pk>/", assignments.mark, name="mark_work"),
    path("certificates/<str:code>/", certificates.certificate, name="my_certificate"),
    path("certificates/<str:code>/pdf/", certificates.pdf, name="my_certificate_pdf"),
    path("certificates/<str:code>/badge/", certificates.badge, name="my_certificate_badge"),
    path("editing/certificates/", certificates.certificates_board, name="certificates_board"),
    path("editing/certificates/<str:code>/revoke/", certificates.revoke, name="revoke_certificate"),
    path("record/", record.my_record, name="my_record"),
    path("record/csv/", record.csv_file, name="my_record_csv"),
    path("record/pdf/", record.pdf_file, name="my_record_pdf"),
    path(f"{ASSIGNMENT}example/", peer_marking.example, name="peer_example"),
    path(f"{ASSIGNMENT}take/", peer_marking.take, name="take_peer_work"),
    path(f"{ASSIGNMENT}marking/<int:pk>/", peer_marking.mark, name="peer_marking"),
    path(f"{ASSIGNMENT}marking/<int:pk>/file/", peer_marking.file, name="peer_marking_file"),
    path(f"{ASSIGNMENT}marking/<int:pk>/hand-back/", peer_marking.hand_back, name="hand_back_peer_work"),
    path(f"{ASSIGNMENT}appeal/", peer_marking.appeal, name="appeal_marks"),
    path("marking/appeals/<int:pk>/", peer_marking.decide, name="decide_appeal"),
    path("courses/<uuid:course>/packages/<uuid:step>/", packages.package, name="package"),
    path("courses/<uuid:course>/packages/<uuid:step>/open/", packages.begin, name="open_package"),
    path("courses/<uuid:course>/packages/<uuid:step>/keep/", packages.keep, name="keep_package"),
]
urlpatterns = [
    path("learning/enrol/<int:pk>/", courses.enrol, name="enrol"),
    path("my/", include(my)),
]
