"""Where tasks run in tests that ask for no queue."""

from django.tasks.backends.immediate import ImmediateBackend


class NowBackend(ImmediateBackend):
    """Where they are enqueued; what is put off is done at once, too."""

    supports_defer = True
