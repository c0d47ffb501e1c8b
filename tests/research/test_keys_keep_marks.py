"""The migration that gives keys their marks back."""

from importlib import import_module

import pytest
from django.apps import apps

from research.models import ReportAuthor
from tests.factories.pages import make_report
from tests.queries import budget

pytestmark = pytest.mark.django_db
migration = import_module("research.migrations.0008_keys_keep_their_marks")


def test_keys_get_their_marks_back_and_others_stay(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(migration, "AT_ONCE", 2)
    names = ["कमला शर्मा", "Nila Perera", "தமிழ்"]
    for name in names:
        make_report(name, authors=[ReportAuthor(name=name)])
    ReportAuthor.objects.update(key="as-it-was", bare_key="")
    ReportAuthor.objects.filter(name="Nila Perera").update(key="nila-perera")
    migration.keep_marks(apps, None)
    told = dict(ReportAuthor.objects.values_list("name", "key"))
    assert told == {"कमला शर्मा": "कमला-शर्मा", "Nila Perera": "nila-perera", "தமிழ்": "தமிழ்"}
    assert sorted(ReportAuthor.objects.values_list("bare_key", flat=True)) == ["", "कमल-शरम", "தமழ"]
    # Once more: three pieces are read, nothing is written.
    with budget(3, same_shape=3):
        migration.keep_marks(apps, None)
