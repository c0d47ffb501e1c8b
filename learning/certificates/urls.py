"""Addresses of one's own certificates and record, and of those who look after them."""

from django.urls import path

from learning.certificates.views import certificates, record

# Below /my/.
my = [
    path("courses/<uuid:key>/certificate/", certificates.of_course, name="course_certificate"),
    path("certificates/<str:code>/", certificates.certificate, name="my_certificate"),
    path("certificates/<str:code>/pdf/", certificates.pdf, name="my_certificate_pdf"),
    path("certificates/<str:code>/badge/", certificates.badge, name="my_certificate_badge"),
    path("certificates/<str:code>/badge/picture/", certificates.badge_picture, name="my_certificate_picture"),
    path("editing/certificates/", certificates.certificates_board, name="certificates_board"),
    path("editing/certificates/<str:code>/revoke/", certificates.revoke, name="revoke_certificate"),
    path("record/", record.my_record, name="my_record"),
    path("record/csv/", record.csv_file, name="my_record_csv"),
    path("record/pdf/", record.pdf_file, name="my_record_pdf"),
]
