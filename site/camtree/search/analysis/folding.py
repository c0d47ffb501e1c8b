"""One form for the many in which a word may be typed: no accents, no marks, one kind of digit.

Arabic as Lucene's ArabicNormalizer has it (forms of alef, ta marbuta, alef maqsura, tatweel and signs), and the seats
of hamza as well. Vowel signs of scripts that cannot be read without them (Indic, Thai) stay.
"""

import unicodedata
from functools import lru_cache

# Marks that readers leave out when they type: of Latin, Greek and Cyrillic letters, of Hebrew, of Arabic.
_MARKS = [
    *((0x0300, 0x036F), (0x0483, 0x0487), (0x0591, 0x05BD), (0x05BF, 0x05BF), (0x05C1, 0x05C2), (0x05C4, 0x05C5)),
    *((0x05C7, 0x05C7), (0x0610, 0x061A), (0x064B, 0x065F), (0x0670, 0x0670), (0x06D6, 0x06DC), (0x06DF, 0x06E4)),
    *((0x06E7, 0x06E8), (0x06EA, 0x06ED), (0x08D3, 0x08FF), (0x1DC0, 0x1DFF)),
]
# Stretches, joiners, soft hyphens and directions: they change how a word looks, never which word it is.
_UNSEEN = "\u0640\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u061c"
_LETTERS = {
    # Latin letters that do not come apart into a letter and a mark.
    "ł": "l",
    "ø": "o",
    "đ": "d",
    "ð": "d",
    "þ": "th",
    "æ": "ae",
    "œ": "oe",
    "ı": "i",
    "ħ": "h",
    "ŋ": "n",
    # Arabic; Persian keheh and yeh are typed for kaf and ya.
    "أ": "ا",
    "إ": "ا",
    "آ": "ا",
    "ٱ": "ا",
    "ؤ": "و",
    "ئ": "ي",
    "ة": "ه",
    "ى": "ي",
    "ک": "ك",
    "ی": "ي",
}
_TABLE = str.maketrans({**dict.fromkeys(_UNSEEN), **_LETTERS}) | {
    code: None for first, last in _MARKS for code in range(first, last + 1)
}
# Every Unicode digit is the ASCII one.
_DIGITS = {
    code: str(unicodedata.digit(chr(code)))
    for code in range(0x0660, 0x11C60)
    if unicodedata.category(chr(code)) == "Nd"
}


@lru_cache(maxsize=200_000)
def fold(word: str) -> str:
    """The form of a word that is indexed and asked for; "" where nothing of it is left.

    >>> fold("Évaluation"), fold("أسئلة"), fold("٢٠٢٦")
    ('evaluation', 'اسيله', '2026')
    """
    if word.isascii():
        return word.lower()
    # Compatibility first: full-width letters, ligatures, presentation forms.
    apart = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", word).casefold())
    return unicodedata.normalize("NFC", apart.translate(_TABLE)).translate(_TABLE).translate(_DIGITS)
