"""Constant texts of templates."""

import pytest
from django.core.checks import run_checks
from django.template import Context, Template
from django.templatetags.i18n import TranslateNode
from django.utils import translation

from camtree.core.templatetags.text_tags import ConstantTextNode


def texts(source: str) -> list[str]:
    """What a template prints in English, in Spanish, and in English again."""
    template = Template(source)
    printed: list[str] = []
    for language in ("en", "es", "en"):
        with translation.override(language):
            printed.append(template.render(Context({"word": "Search", "big": "<b>"})))
    return printed


@pytest.mark.parametrize(
    ("source", "printed"),
    [
        ('{% translate "Search" %}', ["Search", "Buscar", "Search"]),
        ('{% trans "Search" %}', ["Search", "Buscar", "Search"]),
        ('{% translate "done" context "step" %}', ["done", "hecho", "done"]),
        ("{% translate word %}", ["Search", "Buscar", "Search"]),
        ('{% translate "Search" as said %}{{ said }}!', ["Search!", "Buscar!", "Search!"]),
        ('{% translate "Search"|upper %}', ["SEARCH", "BUSCAR", "SEARCH"]),
        ('{% translate "Search" noop %}', ["Search"] * 3),
        ('{% translate "50%% of <b>" %}', ["50%% of <b>"] * 3),
    ],
)
def test_texts_are_those_of_the_language(source: str, printed: list[str]) -> None:
    assert texts(source) == printed


def test_no_other_tags_take_the_place_of_others() -> None:
    clashes = [message for message in run_checks(tags=["templates"]) if message.id == "templates.W003"]
    assert clashes == []


def test_templates_of_libraries_have_the_tags_they_load() -> None:
    (_load, node) = Template('{% load i18n %}{% translate "Search" %}').nodelist
    assert type(node) is TranslateNode


def test_only_constant_texts_are_remembered() -> None:
    template = Template('{% translate "Search" %}{% translate word %}{% translate "x"|upper %}')
    kinds = [type(node) is ConstantTextNode for node in template.nodelist]
    assert kinds == [True, False, False]
