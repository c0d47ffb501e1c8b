"""Family name and given names of the rows there are, where both are beyond doubt; every other name stays whole.

The rule: a name of exactly two words in Latin, Greek or Cyrillic letters, each with a capital and some small ones, of
somebody who has a role, a workplace, an ORCID iD, a contribution, an account or an e-mail address (organisations have
none), on a report from a country and in a language where the family name is written last, and whose first word is no
family name of those languages that write it first. So a name of one word, of three and more (particles, two surnames),
in another script, or of an organisation is cited as it stands until somebody fills its parts in.

A report that came from another library with the first of a month as its date may be known by its month or year
alone. It is told to be, which is true in either case.
"""

import json
import re
from typing import Any

from django.db import migrations
from django.db.models import Q

from research.library.names import key_of

AT_ONCE = 500
WORD = re.compile(r"[A-ZÀ-ÖØ-ÞĀ-ŽΑ-ΩЀ-Я][\w'’]*[a-zß-öø-ÿā-žα-ωа-ӿ][\w'’]*(?:-\w[\w'’]+)*")
# Where names have another order, or none of their words is handed down in the family.
COUNTRIES = "BT CN ER ET HK HU ID IS JP KH KP KR LA LK MM MN MO MY SG SO TH TW VN"
ELSEWHERE = frozenset(COUNTRIES.split())
LANGUAGES = "am bo dz hu id is ja jv km ko lo mn ms my si so su ta th ti vi zh zh-hans zh-hant"
OTHER_ORDER = frozenset(LANGUAGES.split())
FAMILY_NAMES = """
an bai bao bui cai cao chan chang chen cheng cheung chiang cho choi chow chu chung cui dai dang deng ding do doan
dong du duan duong fan fang feng fong fu fung gao ge gong gu guan guo han hang he ho hoang hong hou hsieh hsu hu
huang hui huynh hwang im ito jang jeon jeong jia jiang jin jo jung kang kao kim kong ko kuo kwok kwon lai lam lau
le lee lei leung li liang liao lim lin ling liu long lu luo luong lo ma mai mao meng mo mok ng ngo nguyen ni nie
oh ong pan park peng pham phan qian qin qiu ren ruan ryu shao shen shi shih shin sim son song su sun sung suzuki
takahashi tan tanaka tang tao teo tian to tong tran trinh tsai tsang tse vo vu wan wang watanabe wei wen wong woo
wu xia xiang xiao xie xiong xu xue yamamoto yan yang yao ye yee yen yeung yi yin yip yoo yoon you yu yuan yun
zeng zhai zhan zhang zhao zheng zhong zhou zhu zhuang zou
bodnár farkas fekete horváth juhász kiss kovács lakatos molnár nagy németh papp szabó szűcs takács tóth varga
"""
WRITTEN_FIRST = frozenset(FAMILY_NAMES.split())


def parts(name: str, *, is_person: bool, country: str, language: str) -> dict[str, str]:
    """Family name and given names, empty where they are not beyond doubt."""
    words = name.split()
    if (
        is_person
        and len(words) == 2
        and country not in ELSEWHERE
        and language not in OTHER_ORDER
        and all(WORD.fullmatch(word) for word in words)
        and words[0].casefold() not in WRITTEN_FIRST
    ):
        return {"given_name": words[0], "family_name": words[1]}
    return {}


def is_person(row: Any) -> bool:
    return any(row.get(name) for name in ("role", "affiliation", "orcid", "contributions", "email", "user_id"))


def pieces(rows: Any) -> Any:
    """Rows by their primary keys, a piece at a time."""
    last = 0
    while found := list(rows.filter(pk__gt=last).order_by("pk")[:AT_ONCE]):
        yield found
        last = found[-1].pk


def split_names(apps: Any, schema_editor: Any) -> None:
    ReportAuthor = apps.get_model("research", "ReportAuthor")
    for rows in pieces(ReportAuthor.objects.select_related("report").defer("report__body")):
        for row in rows:
            _fill(row, {"country": str(row.report.country or ""), "language": row.report.original_language})
            row.key = key_of(row)
        ReportAuthor.objects.bulk_update(rows, ["family_name", "given_name", "key"])
    InquiryPerson = apps.get_model("research", "InquiryPerson")
    for rows in pieces(InquiryPerson.objects.select_related("inquiry")):
        for row in rows:
            _fill(row, {"country": str(row.inquiry.country or ""), "language": row.inquiry.language})
        InquiryPerson.objects.bulk_update(rows, ["family_name", "given_name"])


def _fill(row: Any, about: dict[str, str]) -> None:
    facts = {name: getattr(row, name, None) for name in ("role", "affiliation", "orcid", "contributions")}
    facts |= {name: getattr(row, name, None) for name in ("email", "user_id")}
    for name, value in parts(row.name, is_person=is_person(facts), **about).items():
        setattr(row, name, value)


def tell_less_of_dates(apps: Any, schema_editor: Any) -> None:
    ReportPage = apps.get_model("research", "ReportPage")
    firsts = ReportPage.objects.exclude(imported_from="").filter(published_on__day=1)
    firsts.filter(published_on__month=1).update(published_precision="year")
    firsts.exclude(published_on__month=1).update(published_precision="month")


def tell_copies(apps: Any, schema_editor: Any) -> None:
    """The same for what is published next: the newest revisions, those that wait for a day, and what translations are
    made from."""
    ContentType = apps.get_model("contenttypes", "ContentType")
    kind = ContentType.objects.filter(app_label="research", model="reportpage").first()
    if kind is None:
        return
    ReportPage = apps.get_model("research", "ReportPage")
    precisions = dict(ReportPage.objects.exclude(published_precision="day").values_list("pk", "published_precision"))
    newest = ReportPage.objects.filter(latest_revision__isnull=False).values("latest_revision")
    waiting = Q(pk__in=newest) | Q(approved_go_live_at__isnull=False)
    Revision = apps.get_model("wagtailcore", "Revision")
    for rows in pieces(Revision.objects.filter(waiting, content_type_id=kind.pk)):
        for row in rows:
            _tell_copy(row.content, precisions.get(int(row.object_id)))
        Revision.objects.bulk_update(rows, ["content"])
    TranslationSource = apps.get_model("wagtail_localize", "TranslationSource")
    for rows in pieces(TranslationSource.objects.filter(specific_content_type_id=kind.pk)):
        for row in rows:
            content = json.loads(row.content_json)
            _tell_copy(content, precisions.get(content.get("pk")))
            row.content_json = json.dumps(content)
        TranslationSource.objects.bulk_update(rows, ["content_json"])


def _tell_copy(content: dict[str, Any], precision: str | None) -> None:
    about = {"country": content.get("country") or "", "language": content.get("original_language") or ""}
    for row in content.get("authors") or []:
        row.update(parts(row.get("name", ""), is_person=is_person(row), **about))
    if precision:
        content["published_precision"] = precision


class Migration(migrations.Migration):
    dependencies = [
        ("contenttypes", "0002_remove_content_type_name"),
        ("research", "0005_names_in_parts_and_dates_in_part"),
        ("wagtail_localize", "0016_rename_page_revision_translationlog_revision"),
        ("wagtailcore", "0098_apitoken"),
    ]

    operations = [
        migrations.RunPython(split_names, migrations.RunPython.noop, elidable=True),
        migrations.RunPython(tell_less_of_dates, migrations.RunPython.noop, elidable=True),
        migrations.RunPython(tell_copies, migrations.RunPython.noop, elidable=True),
    ]
