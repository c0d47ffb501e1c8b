"""Queues of background tasks. A module without tasks: the backend, which tasks are made with, reads it."""

from typing import Final

# What takes longer than somebody waits for a page: never run within a request.
HEAVY: Final = "heavy"
QUEUES: Final = ["default", HEAVY]
