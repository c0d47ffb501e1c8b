"""The two floors the pages are measured against, in one module: a bare Django view, and a page of ten queries.

Django's own default middleware and templates, and nothing of CamTREE.
"""

import os
from pathlib import Path

import dj_database_url
from django.conf import settings

if not settings.configured:
    settings.configure(
        SECRET_KEY="only-for-measuring",
        ALLOWED_HOSTS=["127.0.0.1"],
        ROOT_URLCONF=__name__,
        INSTALLED_APPS=[
            "django.contrib.auth",
            "django.contrib.contenttypes",
            "django.contrib.sessions",
            "django.contrib.messages",
        ],
        MIDDLEWARE=[
            "django.middleware.security.SecurityMiddleware",
            "django.contrib.sessions.middleware.SessionMiddleware",
            "django.middleware.common.CommonMiddleware",
            "django.middleware.csrf.CsrfViewMiddleware",
            "django.contrib.auth.middleware.AuthenticationMiddleware",
            "django.contrib.messages.middleware.MessageMiddleware",
            "django.middleware.clickjacking.XFrameOptionsMiddleware",
        ],
        DATABASES={"default": dj_database_url.parse(os.environ["DATABASE_URL"], conn_max_age=600)},
        TEMPLATES=[
            {
                "BACKEND": "django.template.backends.django.DjangoTemplates",
                "DIRS": [Path(__file__).parent],
                "OPTIONS": {"context_processors": ["django.template.context_processors.request"]},
            }
        ],
    )

from django.core.wsgi import get_wsgi_application

application = get_wsgi_application()

from django.contrib.contenttypes.models import ContentType  # noqa: E402 - wants the application
from django.http import HttpRequest, HttpResponse  # noqa: E402
from django.shortcuts import render  # noqa: E402
from django.urls import path  # noqa: E402


def bare(request: HttpRequest) -> HttpResponse:
    """A view that does nothing."""
    return HttpResponse("ok")


def ten_queries(request: HttpRequest) -> HttpResponse:
    """A page of ten small queries through the ORM: the unit in which other pages are told."""
    rows = [ContentType.objects.filter(pk__gt=number).order_by("pk").first() for number in range(10)]
    return render(request, "floor.html", {"rows": rows})


urlpatterns = [path("bare/", bare), path("ten/", ten_queries)]
