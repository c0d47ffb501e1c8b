"""Addresses of the learning section that are no pages."""

from django.urls import path

from learning.views import certificates, record

urlpatterns = [
    path("my/certificates/<str:code>/", certificates.certificate, name="my_certificate"),
    path("my/certificates/<str:code>/pdf/", certificates.pdf, name="my_certificate_pdf"),
    path("my/certificates/<str:code>/badge/", certificates.badge, name="my_certificate_badge"),
    path("my/editing/certificates/", certificates.certificates_board, name="certificates_board"),
    path("my/editing/certificates/<str:code>/revoke/", certificates.revoke, name="revoke_certificate"),
    path("my/record/", record.my_record, name="my_record"),
    path("my/record/csv/", record.csv_file, name="my_record_csv"),
    path("my/record/pdf/", record.pdf_file, name="my_record_pdf"),
]
