"""Background work of the shared kit."""

import logging
from email.message import MIMEPart
from typing import Any

from django.core.mail import EmailMessage
from django.tasks import task

logger = logging.getLogger(__name__)


@task()
def send_mail(
    subject: str, body: str, to: str, reply_to: str = "", headers: Any = None, attachments: Any = None
) -> None:
    """Send one mail, with `headers` by their names and `attachments` as `camtree.core.mail.Attachment` has them.

    Where it cannot be sent, the task fails and says so; what caused the mail stays done.
    """
    message = EmailMessage(subject, body, to=[to], reply_to=[reply_to] if reply_to else None, headers=headers)
    for one in attachments or ():
        message.attach(_part(**one))
    try:
        message.send()
    except OSError:
        logger.exception("a mail could not be sent")
        raise


def _part(*, name: str, text: str, mime: str, parameters: dict[str, str]) -> MIMEPart:
    """What is attached, byte for byte: calendar files end their lines in a way of their own."""
    part, (main, _slash, sub) = MIMEPart(), mime.partition("/")
    part.set_content(
        text.encode(), main, sub, filename=name, disposition="attachment", params={"charset": "utf-8", **parameters}
    )
    return part
