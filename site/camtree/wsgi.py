"""WSGI entry point."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "camtree.settings.production")

application = get_wsgi_application()

from camtree.core.caching.preloading import preload  # noqa: E402 - wants the applications

preload()
