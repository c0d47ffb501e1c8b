"""Mail to people, in their language, after the transaction that caused it."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends import console
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from camtree.core.tasks import send_mail


@dataclass(frozen=True)
class Attachment:
    """A text that goes along with a mail, such as an entry for diaries. Its `parameters` stand behind its type."""

    name: str
    text: str
    mime: str = "text/plain"
    parameters: dict[str, str] = field(default_factory=dict)


def send_mail_on_commit(
    template: str,
    *,
    to: str,
    language: str,
    context: dict[str, Any],
    reply_to: str = "",
    headers: dict[str, str] | None = None,
    attachments: Sequence[Attachment] = (),
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
            # A worker of the release before knows neither headers nor attachments.
            **({"headers": headers} if headers else {}),
            **({"attachments": [asdict(one) for one in attachments]} if attachments else {}),
        )
    )


class LogBackend(console.EmailBackend):
    """Where no mail server is named: writes mails to the log as people read them. On the wire a long link is broken
    into lines and Arabic is a row of codes."""

    def write_message(self, message: EmailMessage) -> None:
        head = {"From": message.from_email, "To": ", ".join(message.to), "Reply-To": ", ".join(message.reply_to)}
        lines = [f"{name}: {value}" for name, value in (head | {"Subject": message.subject}).items() if value]
        lines += [f"Attached: {attached_name(part)}" for part in message.attachments]
        self.stream.write("\n".join([*lines, "", str(message.body), "-" * 79, ""]))


def attached_name(part: Any) -> str:
    """The name of what is attached to a mail."""
    return str(part.get_filename() if hasattr(part, "get_filename") else part[0])
