"""Which works may be read already, so that mails tell of none of them as new; and searches that are kept in the form in
which the library asks them, each once.
"""

from typing import Any

from django.db import migrations, models
from django.http import QueryDict
from django.utils import timezone

from research.reading.searches import in_one_form, is_too_long

AT_ONCE = 500


def note_works(apps: Any, schema_editor: Any) -> None:
    ReportPage = apps.get_model("research", "ReportPage")
    ReadableWork = apps.get_model("research", "ReadableWork")
    closed = tuple(apps.get_model("wagtailcore", "PageViewRestriction").objects.values_list("page__path", flat=True))
    last, now = 0, timezone.now()
    pages = ReportPage.objects.filter(live=True).order_by("pk")
    told = ("pk", "path", "translation_key", "first_published_at")
    while rows := list(pages.filter(pk__gt=last).values_list(*told)[:AT_ONCE]):
        last = rows[-1][0]
        works = {work: day or now for _pk, path, work, day in rows if not path.startswith(closed)}
        new = (ReadableWork(work=work, since=day) for work, day in works.items())
        ReadableWork.objects.bulk_create(new, ignore_conflicts=True)


def put_in_one_form(apps: Any, schema_editor: Any) -> None:
    SavedSearch = apps.get_model("research", "SavedSearch")
    last = 0
    while rows := list(SavedSearch.objects.filter(pk__gt=last).order_by("pk")[:AT_ONCE]):
        last = rows[-1].pk
        for row in rows:
            query = in_one_form(QueryDict(row.query))
            if query == row.query or is_too_long(query):
                continue
            if not query or SavedSearch.objects.filter(member_id=row.member_id, query=query).exists():
                row.delete()
            else:
                SavedSearch.objects.filter(pk=row.pk).update(query=query)


class Migration(migrations.Migration):
    dependencies = [
        ("research", "0008_keys_keep_their_marks"),
        ("wagtailcore", "0098_apitoken"),
    ]

    operations = [
        migrations.CreateModel(
            name="ReadableWork",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("work", models.UUIDField(unique=True, verbose_name="work")),
                ("since", models.DateTimeField(db_index=True, verbose_name="since")),
            ],
            options={
                "verbose_name": "work that may be read",
                "verbose_name_plural": "works that may be read",
            },
        ),
        migrations.RunPython(note_works, migrations.RunPython.noop, elidable=True),
        migrations.RunPython(put_in_one_form, migrations.RunPython.noop, elidable=True),
    ]
