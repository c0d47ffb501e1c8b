"""What the first request would read, read while the server starts: workers that are forked then share its memory."""

import gc

from django.conf import settings
from django.template.loader import get_template
from django.urls import reverse
from django.utils import translation


def preload() -> None:
    """Read all addresses, the texts of every language and the frame of pages. Asks no database."""
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            translation.gettext("Search")
            reverse("search")
    get_template("base.html")
    # The collector writes into what it looks at, which would give each worker a copy of its own. What could go by now
    # is a twentieth: not worth a look at everything, which takes longer than reading all addresses.
    gc.freeze()
