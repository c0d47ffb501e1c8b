"""Covers: the same facts give the same drawing, and nothing else gives one."""

from dataclasses import replace

import pytest
from django.test import Client
from django.urls import reverse
from lxml import etree

from camtree.core.pages.covers import INKS, Cover, svg_from_token
from tests.queries import budget

COVER = Cover(seed="8f14e45f", approach="t-seda", country="KE", cycles=3, knots=2)
SVG = "{http://www.w3.org/2000/svg}"
DIGEST = "0123456789abcdef" * 2


def drawing_of(cover: Cover) -> etree._Element:
    """The drawing as a parser of XML reads it, which forgives nothing."""
    root = etree.fromstring(svg_from_token(cover.token).encode(), etree.XMLParser(resolve_entities=False))
    assert root.tag == f"{SVG}svg"
    return root


def rings(drawing: etree._Element) -> list[int]:
    """How many thin and how many strong rings."""
    return [path.get("d").count("M") for path in drawing.iter(f"{SVG}path")]


def test_the_same_facts_give_the_same_drawing_and_each_fact_changes_it() -> None:
    assert svg_from_token(COVER.token) == svg_from_token(replace(COVER).token)
    others = [{"seed": "c9f0f895"}, {"country": "PE"}, {"approach": "case-study"}, {"cycles": 4}, {"knots": 3}]
    drawings = {svg_from_token(replace(COVER, **facts).token) for facts in ({}, *others)}  # type: ignore[arg-type]
    assert len(drawings) == 6


def test_a_drawing_is_made_once_and_for_ever() -> None:
    """Addresses of covers are kept by browsers and in pages that others keep: a token keeps its meaning."""
    assert COVER.token == "t-seda.3.2.980718b5d447fd784dad4c47b301bb97"
    assert svg_from_token(COVER.token).count("C") == 14 * 15


@pytest.mark.parametrize("cycles", range(1, 7))
def test_a_strong_ring_is_a_cycle_and_a_knot_a_pupil(cycles: int) -> None:
    for knots in range(5):
        drawing = drawing_of(replace(COVER, cycles=cycles, knots=knots))
        assert rings(drawing) == [15 - cycles, cycles]
        assert len(list(drawing.iter(f"{SVG}ellipse"))) == knots


def test_what_cannot_be_seen_is_not_drawn() -> None:
    for cycles, seen in ((-1, 1), (0, 1), (6, 6), (60, 6)):
        assert rings(drawing_of(replace(COVER, cycles=cycles))) == [15 - seen, seen]
    for knots, seen in ((-1, 0), (4, 4), (30, 4)):
        assert len(list(drawing_of(replace(COVER, knots=knots)).iter(f"{SVG}ellipse"))) == seen


def test_each_approach_has_its_ink_and_an_unknown_one_that_of_the_house() -> None:
    styles = {
        approach: drawing_of(replace(COVER, approach=approach)).findtext(f"{SVG}style") or "" for approach in INKS
    }
    for approach, style in styles.items():
        assert [ink for ink in INKS[approach] if ink not in style] == []
    for approach, like in (("unheard-of", "house"), ("learning-study", "research-lesson-study")):
        assert drawing_of(replace(COVER, approach=approach)).findtext(f"{SVG}style") == styles[like]


@pytest.mark.parametrize("seed", ["", "</style><script>alert(1)</script>", "ن", "x" * 10_000])
def test_a_drawing_holds_shapes_and_nothing_that_runs_or_loads(seed: str) -> None:
    drawing = drawing_of(replace(COVER, seed=seed))
    assert {element.tag.removeprefix(SVG) for element in drawing.iter()} == {"svg", "style", "rect", "path", "ellipse"}
    names = {name for element in drawing.iter() for name in element.attrib}
    shapes = {"viewBox", "width", "height", "stroke-width", "opacity", "d", "cx", "cy", "rx", "ry"}
    assert names == shapes
    style = drawing.findtext(f"{SVG}style") or ""
    assert ("url(" in style, "@import" in style) == (False, False)


@pytest.mark.django_db
def test_an_address_is_kept_for_ever_and_runs_nothing() -> None:
    address = reverse("cover", args=[COVER.token])
    first = Client().get(address)
    with budget(0, same_shape=0):
        kept = Client().get(address)
    assert kept["X-Cache"] == "hit"
    for response in (first, kept):
        assert (response.status_code, response["Content-Type"]) == (200, "image/svg+xml")
        assert response.content.decode() == svg_from_token(COVER.token)
        assert {"public", "max-age=31536000", "immutable"} == set(response["Cache-Control"].split(", "))
        assert response["Content-Security-Policy"] == "default-src 'none'; style-src 'unsafe-inline'"
        assert response["X-Content-Type-Options"] == "nosniff"
        assert dict(response.cookies) == {}
    assert Client().post(address).status_code == 405


@pytest.mark.django_db
@pytest.mark.parametrize(
    "token",
    [
        "house",
        "house.1.0",
        f"house.1.0.{DIGEST}.1",
        f"unheard-of.1.0.{DIGEST}",
        f"learning-study.1.0.{DIGEST}",
        f"house.0.0.{DIGEST}",
        f"house.7.0.{DIGEST}",
        f"house.1.5.{DIGEST}",
        f"house.1.-1.{DIGEST}",
        f"house.01.0.{DIGEST}",
        f"house.+1.0.{DIGEST}",
        f"house.١.0.{DIGEST}",
        f"house.x.0.{DIGEST}",
        f"house.{'9' * 5000}.0.{DIGEST}",
        f"house.1.0.{DIGEST[:-1]}",
        f"house.1.0.{DIGEST}0",
        f"house.1.0.{DIGEST.upper()}",
        f"house.1.0.{'g' * 32}",
        f"house.1.0.{' ' * 32}",
        f"house.1.0.{DIGEST[:-1]} ",
        f"house.1.0.{DIGEST[:-1]}\n",
    ],
)
def test_what_no_cover_has_made_is_not_there(token: str) -> None:
    with pytest.raises(ValueError, match="not a cover"):
        svg_from_token(token)
    assert Client().get(reverse("cover", args=["TOKEN"]).replace("TOKEN", token)).status_code == 404
