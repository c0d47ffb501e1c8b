"""Background work of the shared kit."""

import logging
from typing import Any

from django.core.mail import EmailMessage
from django.tasks import task

logger = logging.getLogger(__name__)


@task()
def send_mail(subject: str, body: str, to: str, reply_to: str = "", headers: Any = None) -> None:
    """Send one mail, with `headers` by their names.

    Where it cannot be sent, the task fails and says so; what caused the mail stays done.
    """
    try:
        EmailMessage(subject, body, to=[to], reply_to=[reply_to] if reply_to else None, headers=headers).send()
    except OSError:
        logger.exception("a mail could not be sent")
        raise
