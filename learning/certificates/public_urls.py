"""Addresses of the learning section that others keep: each exists once, without a language in front."""

from django.urls import path

from learning.certificates.views import credentials, verification

urlpatterns = [
    path("verify/", verification.ask, name="verify"),
    path("verify/<str:code>/", verification.check, name="verify_code"),
    path("credentials/issuer/", credentials.issuer, name="credential_issuer"),
    path("credentials/keys/", credentials.keys, name="credential_keys"),
    path("credentials/keys/<str:kid>/", credentials.key, name="credential_key"),
    path("credentials/status/<int:number>/", credentials.status_list, name="credential_status"),
    path(".well-known/jwks.json", credentials.keys),
]
