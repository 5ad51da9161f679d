import json
import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

from hytti.core.charts.geometry import inside, roomiest
from hytti.core.charts.maps import Area, region_map

BOUNDARIES = Path(__file__).parents[3] / "regions" / "paijat-hame" / "boundaries.geojson"
FIGURES = Path(__file__).parents[3] / "src" / "hytti" / "core" / "static" / "hytti" / "css" / "figures.css"
SVG = "{http://www.w3.org/2000/svg}"
# Share of people of 65 and over in 2024: Statistics Finland, table 14wx.
SHARES = {
    "Asikkala": "35,4", "Hartola": "44,7", "Hollola": "27,3", "Heinola": "38,0", "Iitti": "34,3", "Kärkölä": "30,2",
    "Lahti": "25,7", "Orimattila": "27,3", "Padasjoki": "43,7", "Sysmä": "46,4",
}  # fmt: skip


def municipalities(missing=()):
    areas = []
    for feature in json.loads(BOUNDARIES.read_text(encoding="utf-8"))["features"]:
        code, name = feature["properties"]["code"], feature["properties"]["name_fi"]
        geometry = feature["geometry"]
        polygons = [geometry["coordinates"]] if geometry["type"] == "Polygon" else geometry["coordinates"]
        value = None if name in missing else SHARES[name]
        areas.append(Area(code, name, f"/fi/alueet/{name.lower()}/", value, None if value is None else 2, polygons))
    return areas


def drawn(width=480, **options):
    missing = options.pop("missing", ())
    text = region_map(municipalities(missing), width=width, title="Ikääntyneet", desc="Osuus kunnittain.", **options)
    return text, ElementTree.fromstring(text)


def reading(link):
    return " ".join("".join(link.itertext()).split())


def links(root):
    return {reading(link): link for link in root.iter(f"{SVG}a")}


def test_every_municipality_is_a_link_that_reads_as_its_name_and_value():
    _, root = drawn()
    assert set(links(root)) == {f"{name} {share}" for name, share in SHARES.items()}
    assert links(root)["Lahti 25,7"].get("href") == "/fi/alueet/lahti/"


def test_the_picture_is_a_named_group_so_that_its_links_are_not_hidden():
    _, root = drawn()
    assert root.get("role") == "group"
    ids = {element.get("id"): element.text for element in root.iter() if element.get("id")}
    assert ids[root.get("aria-labelledby")] == "Ikääntyneet"
    assert ids[root.get("aria-describedby")] == "Osuus kunnittain."


@pytest.mark.parametrize("width", [480, 358])
def test_only_the_small_municipality_has_its_label_outside_on_a_leader(width):
    _, root = drawn(width)
    led = [reading(link) for link in root.iter(f"{SVG}a") if link.find(f"{SVG}circle") is not None]
    assert led == ["Kärkölä 30,2"]


@pytest.mark.parametrize("width", [480, 358])
def test_type_keeps_its_size_at_every_width(width):
    _, root = drawn(width)
    sizes = {float(text.get("font-size")) for text in root.iter(f"{SVG}text")}
    assert sizes == {16.0 if width == 480 else 13.5}
    assert root.get("width") == str(width)


def test_a_municipality_without_a_figure_is_hatched_and_says_so():
    _, root = drawn(missing=("Iitti",), no_data="ei tietoa")
    shape = links(root)["Iitti ei tietoa"].find(f"{SVG}path")
    assert shape.get("fill") == "url(#map-hatch)"


def test_the_selected_municipality_is_marked_for_the_eye_and_the_ear():
    _, root = drawn(selected="398")
    assert links(root)["Lahti 25,7"].get("aria-current") == "true"
    assert sum(path.get("class") == "map-selected" for path in root.iter(f"{SVG}path")) == 1


def test_names_are_escaped():
    square = [[[(25, 61), (26, 61), (26, 62), (25, 62)]]]
    text = region_map([Area("1", "<b>&", '/"', "1", 0, square)], width=300, title="<i>", desc="")
    assert "<b>" not in text
    assert "<i>" not in text


def test_the_picture_has_no_inline_style():
    text, _ = drawn()
    assert "style=" not in text


def test_a_map_of_nothing_is_refused():
    with pytest.raises(ValueError, match="at least one area"):
        region_map([], width=480, title="Kartta", desc="")


def test_the_roomiest_place_of_a_square_is_its_middle_and_fits_its_whole_width():
    (x, y), scale = roomiest([[(0, 0), (10, 0), (10, 10), (0, 10)]], width=2, height=2)
    assert (x, y) == pytest.approx((5, 5), abs=0.3)
    assert scale == pytest.approx(5, abs=0.2)


def test_the_roomiest_place_of_a_crescent_is_inside_it():
    crescent = [[(0, 0), (10, 0), (10, 2), (2, 2), (2, 8), (10, 8), (10, 10), (0, 10)]]
    point, _ = roomiest(crescent)
    assert inside(point, crescent)


def test_the_boundaries_name_their_source_and_licence():
    source = json.loads(BOUNDARIES.read_text(encoding="utf-8"))["source"]
    assert "Tilastokeskus" in source["fi"]
    assert source["licence"] == "CC BY 4.0"


def luminance(colour):
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("tone", range(5))
def test_text_on_every_class_of_the_map_is_readable(scheme, tone):
    light, dark = FIGURES.read_text(encoding="utf-8").split("prefers-color-scheme: dark", 1)
    part = light if scheme == "light" else dark
    fill = re.search(rf"--map-{tone}: (#[0-9a-f]{{6}})", part)[1]
    ink = re.search(rf"--map-t-{tone}: (#[0-9a-f]{{6}})", part)[1]
    assert contrast(fill, ink) >= 4.5
