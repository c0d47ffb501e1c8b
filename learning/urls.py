"""Addresses of the learning section that are no pages."""

from django.urls import path

from learning.views import assignments, certificates, courses, lessons, marking, packages, quizzes, record

urlpatterns = [
    path("learning/enrol/<int:pk>/", courses.enrol, name="enrol"),
    path("my/courses/", courses.my_courses, name="my_courses"),
    path("my/courses/<uuid:key>/", courses.my_course, name="my_course"),
    path("my/courses/<uuid:key>/continue/", courses.resume, name="resume_course"),
    path("my/courses/<uuid:key>/leave/", courses.leave, name="leave_course"),
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
    path("my/courses/<uuid:course>/packages/<uuid:step>/", packages.package, name="package"),
    path("my/courses/<uuid:course>/packages/<uuid:step>/open/", packages.begin, name="open_package"),
    path("my/courses/<uuid:course>/packages/<uuid:step>/keep/", packages.keep, name="keep_package"),
]
