"""Words of one stem meet, and no others: as a teacher would type them, without accents, and as they are printed."""

import pytest

from camtree.search.analysis.tokens import tokens_of

SAME = [
    ("en", "fraction fractions Fractions’"),
    ("en", "study studies"),
    ("en", "question questions questioning questioned"),
    ("en", "teacher teachers teacher's teachers'"),
    ("en", "behaviour behavior behaviours Behavior"),
    ("en", "organise organize organising organized"),
    ("en", "organisation organizations"),
    ("en", "analyse analyze analysing"),
    ("en", "enquiry inquiry inquiries enquiries"),
    ("en", "programme program programs"),
    ("en", "centre center"),
    ("en", "practise practice practising"),
    ("en", "enrol enroll enrolled"),
    ("es", "investigación investigacion investigaciones"),
    ("es", "niño niños nino ninos"),
    ("es", "matemáticas matematicas matemática"),
    ("es", "español espanol española"),
    ("es", "avería averia averías"),
    ("es", "lombriz lombrices"),
    ("es", "lápiz lapices"),
    ("fr", "élève l'élève l’élève élèves eleves"),
    ("fr", "évaluation l’évaluation d'évaluations evaluation"),
    ("fr", "école d'école l'ecole"),
    ("fr", "il ils qu'ils lorsqu’ils"),
    ("ar", "أسئلة اسئلة الأسئلة"),
    ("ar", "إجابة اجابة اجابه الاجابه"),
    ("ar", "الأردن الاردن"),
    ("ar", "مدرسة مدرسه المدرسة بالمدرسة للمدرسه"),
    ("ar", "القراءة القراءه قراءة والقراءه"),
    ("ar", "الصف الصـــف صف"),
    ("ar", "معلم مُعَلِّم المعلم للمعلمين معلمين المعلمون المعلمات"),
    ("ar", "تعليم التعليم والتعليم بالتعليم لتعليم"),
    ("ar", "لاجئين اللاجئين للاجئين"),
    ("ar", "رياضيات الرياضيات"),
    ("ar", "تقرير تقرِير"),
]


def forms(word: str, language: str) -> set[str]:
    return {token.text for token in tokens_of(word, language) if ":" in token.text}


@pytest.mark.parametrize(("language", "words"), SAME, ids=[words.split()[0] for _language, words in SAME])
def test_forms_of_one_word_meet(language: str, words: str) -> None:
    first, *others = words.split()
    for other in others:
        assert forms(first, language) & forms(other, language), other


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [
        ("en", "eleven", "élève"),
        ("en", "university", "universe"),
        ("en", "general", "generate"),
        ("en", "four", "for"),
        ("fr", "onze", "élève"),
    ],
)
def test_other_words_do_not_meet(language: str, one: str, other: str) -> None:
    assert not forms(one, language) & forms(other, language)


def test_a_stem_belongs_to_its_language() -> None:
    assert forms("élève", "fr") == {"fr:elev"}
    assert forms("eleven", "en") == {"en:eleven"}
    # Arabic is Arabic wherever it stands; Latin letters in Arabic or Chinese are taken for English.
    assert forms("معلم", "en") == {"ar:معلم"}
    assert forms("lessons", "zh-hans") == {"en:lesson"}
    assert forms("урок", "en") == set()
