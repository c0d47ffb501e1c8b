"""Which part of a report a heading in somebody's own document means, in the five languages of the platform."""

import re
import unicodedata
from functools import cache

from django.conf import settings
from django.utils import translation

from research.inquiries.models import ReportTemplate
from research.library.choices import ABSTRACT_PARTS, Section

# Numbers and letters that people put before headings, such as “2.1”, “IV.” or “三、”.
_NUMBERING = re.compile(r"^(?:\d+(?:\.\d+)*|[ivx]+(?=[.)])|[一二三四五六七八九十]+(?=[、.]))[\s.):、-]*")
ABSTRACT = frozenset({"abstract", "summary", "resumen", "resume", "ملخص", "الملخص", "摘要"})
# Beside the headings of the templates and of the published reports: what these parts are called elsewhere.
USUAL: dict[Section, tuple[str, ...]] = {
    Section.CONTEXT: (
        *("introduction", "background", "setting", "our school", "introducción", "antecedentes", "presentación"),
        *("contexte", "présentation", "مقدمة", "المقدمة", "خلفية", "引言", "前言", "背景", "研究背景"),
    ),
    Section.MOTIVATION: (
        *("motivation", "focus", "research question", "research questions", "literature review", "aims", "rationale"),
        *("marco teórico", "motivación", "preguntas de investigación", "objetivos", "revue de littérature"),
        *("question de recherche", "objectifs", "أسئلة البحث", "الأهداف", "研究问题", "文献综述", "研究目的"),
    ),
    Section.PLAN: (
        *("method", "methods", "methodology", "procedure", "what we did", "metodología", "método", "métodos"),
        *("méthode", "méthodes", "méthodologie", "المنهجية", "المنهج", "الطريقة", "方法", "研究方法"),
    ),
    Section.ETHICS: (
        *("ethics", "ethical considerations", "consent", "ética", "consideraciones éticas", "éthique"),
        *("الأخلاقيات", "الاعتبارات الأخلاقية", "伦理", "研究伦理"),
    ),
    Section.CASE_PUPILS: ("case pupils", "the case pupils", "alumnado de caso", "élèves observés"),
    Section.RESEARCH_LESSONS: ("research lessons", "the research lessons", "lecciones de investigación"),
    Section.FINDINGS: (
        *("results", "findings", "what we found", "resultados", "hallazgos", "résultats", "constats"),
        *("النتائج", "结果", "研究结果", "发现"),
    ),
    Section.RESOURCES: (
        *("resources", "materials", "appendix", "appendices", "recursos", "anexos", "ressources", "annexes"),
        *("الموارد", "الملاحق", "资源", "附录"),
    ),
    Section.CHANGES: ("changes", "impact", "changes in practice", "cambios", "changements", "التغييرات", "改变"),
    Section.EVALUATION: (
        *("evaluation", "reflection", "reflections", "discussion", "limitations", "discusión", "reflexión"),
        *("discussion des résultats", "réflexion", "limites", "المناقشة", "التأمل", "讨论", "反思"),
    ),
    Section.NEXT_STEPS: (
        *("next steps", "conclusion", "conclusions", "recommendations", "conclusiones", "próximos pasos"),
        *("perspectives", "الخاتمة", "الخطوات التالية", "结论", "下一步"),
    ),
    Section.REFERENCES: (
        *("references", "bibliography", "works cited", "literature", "referencias", "bibliografía", "références"),
        *("bibliographie", "المراجع", "参考文献"),
    ),
}


def plain_heading(text: str) -> str:
    """A heading without its number, marks, accents and capitals."""
    text = unicodedata.normalize("NFKD", " ".join(text.split())).casefold()
    text = "".join(sign for sign in text if not unicodedata.combining(sign))
    return _NUMBERING.sub("", text).strip(" .:：،-–—*")


def is_abstract(heading: str) -> bool:
    return plain_heading(heading) in ABSTRACT


@cache
def _known_sections() -> dict[str, str]:
    known = {}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            known.update({plain_heading(str(section.label)): section.value for section in Section})
    for section, words in USUAL.items():
        known.update(dict.fromkeys(map(plain_heading, words), section.value))
    return known


@cache
def abstract_headings() -> dict[str, str]:
    """Name of each part of the abstract by its heading in any language."""
    known = {}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            known.update({plain_heading(str(heading)): name for name, heading in ABSTRACT_PARTS})
    return known


def section_headings(guide: ReportTemplate, names: list[str]) -> dict[str, str]:
    """Name of each section of a template by the headings that mean it. The template's own headings win."""
    by_key: dict[str, str] = {}
    own: dict[str, str] = {}
    for section, name in zip(guide.sections, names, strict=True):
        by_key.setdefault(section.value["key"], name)
        own.setdefault(plain_heading(section.value.heading), name)
    return {heading: by_key[key] for heading, key in _known_sections().items() if key in by_key} | own
