"""Background work of packages."""

from django.tasks import task

from camtree.background.queues import HEAVY
from learning.packages.actions.taking_apart import go_on_with_upload


@task(queue_name=HEAVY)
def unpack_package(pk: int) -> None:
    """Make a package of a file that was uploaded."""
    go_on_with_upload(pk=pk)
