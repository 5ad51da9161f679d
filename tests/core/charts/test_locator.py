"""The small map that shows where an area lies."""

from __future__ import annotations

import xml.etree.ElementTree as ET

import pytest

from hytti.core.charts.locator import locator

SQUARE = [[[(25.0, 61.0), (26.0, 61.0), (26.0, 62.0), (25.0, 62.0), (25.0, 61.0)]]]
BESIDE = [[[(26.0, 61.0), (27.0, 61.0), (27.0, 62.0), (26.0, 62.0), (26.0, 61.0)]]]
SVG = "{http://www.w3.org/2000/svg}"


def drawn(own, **shapes):
    return ET.fromstring(locator(shapes, own, key="k", width=120, height=150, title="Äänekoski & kartta"))


def test_only_the_own_areas_are_filled_and_they_lie_above_the_others():
    paths = drawn({"a"}, a=SQUARE, b=BESIDE).findall(f"{SVG}path")
    assert [path.get("class") for path in paths] == ["map-shape map-around", "map-shape map-here"]


def test_the_map_fits_in_its_room_and_north_is_up():
    root = drawn({"a"}, a=SQUARE, b=BESIDE)
    assert float(root.get("width")) <= 120
    assert float(root.get("height")) <= 150
    north_east = root.findall(f"{SVG}path")[-1].get("d").removeprefix("M").removesuffix("Z").split("L")[2]
    x, y = (float(part) for part in north_east.split())
    assert y == 2
    assert x == pytest.approx(float(root.get("width")) / 2, abs=1)


def test_the_map_has_a_name_and_no_links():
    root = drawn({"a"}, a=SQUARE)
    assert root.get("role") == "img"
    assert root.findtext(f"{SVG}title") == "Äänekoski & kartta"
    assert root.find(f".//{SVG}a") is None


def test_nothing_cannot_be_drawn():
    with pytest.raises(ValueError, match="shapes and a title"):
        locator({}, [], key="k", width=120, height=150, title="Kartta")
    with pytest.raises(ValueError, match="shapes and a title"):
        locator({"a": SQUARE}, [], key="k", width=120, height=150, title=" ")
