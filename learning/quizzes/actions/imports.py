"""Handing a long file of questions to the background, which brings it in (`questions.go_on_with_import`)."""

from datetime import timedelta
from typing import Final

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language
from wagtail.models import Locale

from camtree.members.models import User
from learning.quizzes.models import QuestionImport
from learning.quizzes.tasks import bring_in_questions

# So many questions are brought in while somebody waits for the page; each takes about a tenth of a second.
AT_ONCE: Final = 20
# How long it can be read what became of a file.
IMPORTS_KEPT: Final = timedelta(days=7)


@transaction.atomic
def begin_import(
    *, content: bytes, file_name: str, number: int, pool_name: str, locale: Locale, by: User
) -> QuestionImport:
    """Keep a file with that many questions, and bring it in in the background once this is committed."""
    QuestionImport.objects.filter(created_at__lt=timezone.now() - IMPORTS_KEPT).delete()
    row = QuestionImport.objects.create(
        content=content,
        file_name=file_name[:255],
        total=number,
        pool_name=pool_name,
        locale=locale,
        by=by,
        language=get_language() or settings.LANGUAGE_CODE,
    )
    transaction.on_commit(lambda: bring_in_questions.enqueue(pk=row.pk))
    return row
