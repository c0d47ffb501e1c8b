"""WSGI entry point."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "camtree.settings.production")

# What is loaded at the start stays: looking through it for what may go takes a tenth of the start.
gc.disable()

application = get_wsgi_application()

from camtree.core.caching.preloading import preload  # noqa: E402 - wants the applications

preload()
gc.enable()
