"""Words as they are compared: without case, accents, vowel signs and other habits of writing."""

import re
import unicodedata
from functools import lru_cache
from typing import Final

from wagtail.coreutils import string_to_ascii

# Scripts that put no spaces between words: there names are looked for letter by letter.
UNSPACED: Final = (
    "\u0e00-\u0eff\u1000-\u109f\u1100-\u11ff\u1780-\u17ff\u3005-\u3007\u3040-\u30ff\u3130-\u318f"
    "\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff\uff66-\uff9f"
)
IS_UNSPACED: Final = re.compile(f"[{UNSPACED}]")
# Accents and vowel signs that many leave out. Those of Indian scripts are letters and stay.
_MARKS: Final = (
    "\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4"
    "\u06e7\u06e8\u06ea-\u06ed\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
)
_DROPPED: Final = re.compile(f"[{_MARKS}\u0621\u02bb\u02bc\u02bd\u02be\u02bf'’‘`´]")
_INDIAN: Final = "\u0900-\u0963\u0966-\u0dff\u0f00-\u0f7e\u0f90-\u0fbc"
APOSTROPHES: Final = "'’‘ʼ`´"
# A word of a script with spaces. An apostrophe may stand inside: “O’Brien”, “Ng’ang’a”, “d’Amélie”, “Odera’s”.
_LETTER: Final = f"(?:[^\\W_{UNSPACED}]|[{_MARKS}{_INDIAN}])"
WORD: Final = re.compile(f"{_LETTER}+(?:[{APOSTROPHES}]{_LETTER}+)*")
_ALIKE: Final = str.maketrans(
    dict(zip("ıłøđðħəŋىیےةہھۀەٱکڪگ", "iloddhenيييههههه" + "اككك", strict=True)) | {"þ": "th", "æ": "ae", "œ": "oe"}
)
_SPREAD: Final = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe"})
# Letters whose transliteration reads much alike everywhere: Greek, Cyrillic, Armenian, Georgian.
_TRANSLITERATED: Final = re.compile("[\u0370-\u03ff\u0400-\u052f\u0530-\u058f\u10a0-\u10ff]")
INFLECTED: Final = re.compile("[\u0370-\u03ff\u0400-\u052f]")
# Chinese signs of names in the two ways of writing them.
_SIMPLER: Final = str.maketrans(
    "張陳劉楊趙黃吳孫馬許鄭謝韓馮鄧蕭葉蘇盧蔣賈鍾陸羅國華偉麗紅軍東龍鳳雲蘭飛曉豔艷靜穎榮業義樂書亞寧慶強懷夢澤濤潔潤瑪瓊蓮藍瑩賢貴軒遠達運進連鄒錢鐵鋒錦鎮長陽陰韋項順顧風駿魯鴻鵬齊龔學師導園實驗縣區鄉級區陝歐諸瀟淵",
    "张陈刘杨赵黄吴孙马许郑谢韩冯邓萧叶苏卢蒋贾钟陆罗国华伟丽红军东龙凤云兰飞晓艳艳静颖荣业义乐书亚宁庆强怀梦泽涛洁润玛琼莲蓝莹贤贵轩远达运进连邹钱铁锋锦镇长阳阴韦项顺顾风骏鲁鸿鹏齐龚学师导园实验县区乡级区陕欧诸潇渊",
)
_ENDINGS: Final = re.compile("[аеиоуыэюяьйαεηιουωσν]{1,2}$")


@lru_cache(maxsize=20_000)
def fold(word: str) -> str:
    """A word without case, accents, vowel signs and forms of letters that differ by habit."""
    plain = unicodedata.normalize("NFD", unicodedata.normalize("NFKC", word).casefold())
    return _DROPPED.sub("", plain).translate(_ALIKE)


@lru_cache(maxsize=20_000)
def keys_of(word: str) -> frozenset[str]:
    """All ways in which a word may be written: folded, with umlauts spread out, in Latin letters."""
    keys = {fold(word)}
    lower = unicodedata.normalize("NFC", word).lower()
    if lower != (spread := lower.translate(_SPREAD)):
        keys.add(fold(spread))
    if _TRANSLITERATED.search(word):
        keys.add(re.sub("[^a-z0-9]", "", string_to_ascii(word).lower()))
    return frozenset(key for key in keys if key)


def fold_signs(text: str) -> str:
    """A text of a script without spaces, sign by sign: as long as before."""
    return text.translate(_SIMPLER)


def stem(key: str) -> str:
    """What endings of a Slavic or Greek name leave as it is, "" where that is too little."""
    short = _ENDINGS.sub("", key) if INFLECTED.search(key) else ""
    return short if len(short) >= 4 else ""


def in_latin(name: str) -> str:
    """A name in Latin letters, such as “Wang Xiao Ming”."""
    return str(string_to_ascii(name))
