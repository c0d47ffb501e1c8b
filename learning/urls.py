"""Addresses of the learning section that are no pages."""

from django.urls import path

from learning.views import assignments, certificates, courses, lessons, marking, packs, peer_marking, quizzes, record

ASSIGNMENT = "my/courses/<uuid:course>/assignments/<uuid:step>/"

urlpatterns = [
    path("learning/enrol/<int:pk>/", courses.enrol, name="enrol"),
    path("my/courses/", courses.my_courses, name="my_courses"),
    path("my/courses/<uuid:key>/", courses.my_course, name="my_course"),
    path("my/courses/<uuid:key>/continue/", courses.resume, name="resume_course"),
    path("my/courses/<uuid:key>/leave/", courses.leave, name="leave_course"),
    path("my/courses/<uuid:course>/packs/", packs.packs, name="packs"),
    path("my/courses/<uuid:course>/packs/answers/", packs.answers, name="upload_answers"),
    path("my/courses/<uuid:course>/packs/<uuid:module>/", packs.module, name="pack_module"),
    path("my/courses/<uuid:course>/packs/<uuid:module>/print/", packs.paper, name="print_module"),
    path("my/courses/<uuid:course>/journal/", lessons.journal, name="my_journal"),
    path("my/courses/<uuid:course>/steps/<uuid:step>/done/", lessons.go_on, name="go_on"),
    path("my/courses/<uuid:course>/steps/<uuid:step>/watched/", lessons.watched, name="watched"),
    path("my/courses/<uuid:course>/steps/<uuid:step>/notes/", lessons.write, name="write_note"),
    path("my/courses/<uuid:course>/assignments/<uuid:step>/", assignments.assignment, name="assignment"),
    path("my/courses/<uuid:course>/assignments/<uuid:step>/draft/", assignments.take_draft, name="take_draft"),
    path("my/courses/<uuid:course>/quizzes/<uuid:step>/", quizzes.quiz, name="quiz"),
    path("my/courses/<uuid:course>/quizzes/<uuid:step>/<int:number>/", quizzes.attempt, name="quiz_attempt"),
    path("my/courses/<uuid:course>/quizzes/<uuid:step>/<int:number>/save/", quizzes.save, name="save_quiz_attempt"),
    path("my/courses/<uuid:course>/quizzes/<uuid:step>/<int:number>/result/", quizzes.result, name="quiz_result"),
    path("my/marking/", marking.marking, name="marking"),
    path("my/marking/<int:pk>/", marking.mark, name="mark_answer"),
    path("my/works/<int:pk>/file/", assignments.file, name="work_file"),
    path("my/marking/works/<int:pk>/", assignments.mark, name="mark_work"),
    path("my/certificates/<str:code>/", certificates.certificate, name="my_certificate"),
    path("my/certificates/<str:code>/pdf/", certificates.pdf, name="my_certificate_pdf"),
    path("my/certificates/<str:code>/badge/", certificates.badge, name="my_certificate_badge"),
    path("my/editing/certificates/", certificates.certificates_board, name="certificates_board"),
    path("my/editing/certificates/<str:code>/revoke/", certificates.revoke, name="revoke_certificate"),
    path("my/record/", record.my_record, name="my_record"),
    path("my/record/csv/", record.csv_file, name="my_record_csv"),
    path("my/record/pdf/", record.pdf_file, name="my_record_pdf"),
    path(f"{ASSIGNMENT}example/", peer_marking.example, name="peer_example"),
    path(f"{ASSIGNMENT}take/", peer_marking.take, name="take_peer_work"),
    path(f"{ASSIGNMENT}marking/<int:pk>/", peer_marking.mark, name="peer_marking"),
    path(f"{ASSIGNMENT}marking/<int:pk>/file/", peer_marking.file, name="peer_marking_file"),
    path(f"{ASSIGNMENT}marking/<int:pk>/hand-back/", peer_marking.hand_back, name="hand_back_peer_work"),
    path(f"{ASSIGNMENT}appeal/", peer_marking.appeal, name="appeal_marks"),
    path("my/marking/appeals/<int:pk>/", peer_marking.decide, name="decide_appeal"),
]
