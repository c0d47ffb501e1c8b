"""One form for the many in which a word is typed."""

import pytest

from camtree.search.analysis.folding import fold


@pytest.mark.parametrize(
    ("typed", "folded"),
    [
        ("Fractions", "fractions"),
        ("Évaluation", "evaluation"),
        ("E\u0301valuation", "evaluation"),
        ("niños", "ninos"),
        ("Straße", "strasse"),
        ("Œuvre", "oeuvre"),
        ("Łódź", "lodz"),
        ("Nguyễn", "nguyen"),
        ("İstanbul", "istanbul"),
        ("ＣａｍＴＲＥＥ", "camtree"),
        ("ﬁnding", "finding"),
        ("٢٠٢٦", "2026"),
        ("۲۰۲۶", "2026"),
        ("२०२६", "2026"),
        ("２０２６", "2026"),
        ("أسئلة", "اسيله"),
        ("إجابة", "اجابه"),
        ("آخر", "اخر"),
        ("الصـــف", "الصف"),
        ("مُعَلِّم", "معلم"),
        ("مبنى", "مبني"),
        ("مؤتمر", "موتمر"),
        ("ﻣﻌﻠﻢ", "معلم"),
        ("کتاب", "كتاب"),
        ("می\u200cخواهم", "ميخواهم"),
        ("co\u00adoperate", "cooperate"),
        ("שָׁלוֹם", "שלום"),
        ("Ёлка", "елка"),
        ("Ἀθήνα", "αθηνα"),
        ("हिन्दी", "हिन्दी"),
        ("교실", "교실"),
        ("が", "が"),
        ("\u064b\u0640", ""),
    ],
)
def test_one_form_of_many(typed: str, folded: str) -> None:
    assert fold(typed) == folded
    assert fold(folded) == folded
