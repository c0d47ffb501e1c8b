"""Mail to people, in their language, after the transaction that caused it."""

from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends import console
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from camtree.core.tasks import send_mail


def send_mail_on_commit(
    template: str,
    *,
    to: str,
    language: str,
    context: dict[str, Any],
    reply_to: str = "",
    headers: dict[str, str] | None = None,
) -> None:
    """Send `emails/<template>.txt` (first line: the subject) once the present transaction is committed.

    An answer goes to `reply_to`, else to the team (CONTACT_EMAIL); where there is neither, the mail says so. Runs as a
    task, so a slow or dead mail server never holds up the page.
    """
    reply_to = reply_to or settings.CONTACT_EMAIL
    with translation.override(language):
        text: str = render_to_string(f"emails/{template}.txt", {"can_be_answered": bool(reply_to), **context})
        if not reply_to:
            text = f"{text.rstrip()}\n\n{_('Nobody reads answers to this message.')}\n"
    subject, _newline, body = text.lstrip().partition("\n")
    transaction.on_commit(
        lambda: send_mail.enqueue(
            subject=subject.strip(),
            body=body.strip() + "\n",
            to=to,
            reply_to=reply_to,
            # A worker of the release before knows no headers.
            **({"headers": headers} if headers else {}),
        )
    )


class LogBackend(console.EmailBackend):
    """Where no mail server is named: writes mails to the log as people read them. On the wire a long link is broken
    into lines and Arabic is a row of codes."""

    def write_message(self, message: EmailMessage) -> None:
        head = {"From": message.from_email, "To": ", ".join(message.to), "Reply-To": ", ".join(message.reply_to)}
        lines = [f"{name}: {value}" for name, value in (head | {"Subject": message.subject}).items() if value]
        self.stream.write("\n".join([*lines, "", str(message.body), "-" * 79, ""]))
