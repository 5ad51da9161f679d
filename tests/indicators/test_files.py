"""An indicator's files: figures and pictures that carry everything that belongs to them."""

from __future__ import annotations

import csv
import io
import json
import struct
import xml.etree.ElementTree as ET

import pytest
from django.urls import reverse
from django.utils import translation

from indicators import figures_sample as sample

pytestmark = pytest.mark.django_db


@pytest.fixture
def get(client, figures, paijat_hame):
    """A file's response by its URL name."""

    def fetch(name, key=sample.DIABETES, status=200, **query):
        response = client.get(reverse(f"indicators:indicator_{name}", args=[key]), query)
        assert response.status_code == status
        return response

    with translation.override("fi"):
        yield fetch


def table(response):
    return list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))


def test_each_figure_in_the_csv_has_unit_period_area_source_date_licence_and_method(get):
    rows = table(get("csv"))
    assert len(rows) == 12 * 9
    needed = ("area", "area_name", "year", "unit", "source", "as_of", "fetched_at", "licence", "attribution", "method",
              "address", "dataset", "borders", "page")  # fmt: skip
    assert all(row[name] for row in rows for name in needed)
    [lahti] = [row for row in rows if row["area"] == "kunta-398" and row["year"] == "2023"]
    assert (lahti["value"], lahti["count"], lahti["interval"]) == ("11.5", "7788", "wilson")
    assert lahti["licence"] == "CC BY 4.0"
    assert lahti["page"] == f"http://testserver/fi/luvut/{sample.DIABETES}/"


def test_the_csv_holds_what_the_page_shows(get):
    rows = table(get("csv", alkaen="2022", vertailu="alue", alue="hartola"))
    assert {row["area"] for row in rows} >= {"kunta-081", "hyvinvointialue-09", "maa-FI"}
    assert {row["year"] for row in rows} == {"2022", "2023"}


def test_an_absent_figure_is_an_empty_cell(get):
    rows = [row for row in table(get("csv")) if row["area"] == "maa-FI"]
    assert all(row["count"] == row["lower_95"] == "" for row in rows)


def test_json_stat_is_a_whole_cube_in_the_order_of_its_dimensions(get):
    cube = json.loads(get("json").content)
    assert (cube["version"], cube["class"]) == ("2.0", "dataset")
    assert [len(cube["dimension"][name]["category"]["index"]) for name in cube["id"]] == cube["size"]
    places = 1
    for size in cube["size"]:
        places *= size
    assert len(cube["value"]) == places
    area, year = (cube["dimension"][name]["category"]["index"] for name in ("area", "year"))
    at = ((area.index("kunta-398") * len(year)) + year.index("2023")) * 4
    assert cube["value"][at] == 11.5
    assert cube["value"][at + 3] == 7788
    assert cube["dimension"]["measure"]["category"]["unit"]["value"]["label"] == "% 40 vuotta täyttäneistä"
    assert cube["extension"]["datasets"][0]["licence"] == "CC BY 4.0"
    assert cube["link"]["describedby"][0]["href"] == f"http://testserver/fi/luvut/{sample.DIABETES}/"
    assert cube["role"] == {"time": ["year"], "geo": ["area"], "metric": ["indicator", "measure"]}


def test_the_picture_stands_alone_with_its_style_title_and_source(get):
    response = get("svg")
    text = response.content.decode()
    root = ET.fromstring(text)
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    assert "var(--" not in text
    assert "#0b5d66" in text
    written = " ".join("".join(root.itertext()).split())
    for told in ("Lahti on lähestynyt maan tasoa", "2015–2023", "THL, Sotkanet", "31.12.2023", "CC BY 4.0",
                 "Wilsonin menetelmällä", "http://testserver/fi/luvut/"):  # fmt: skip
        assert told in written
    assert len(response.content) <= 20_000


def test_the_png_is_twice_as_wide_as_the_svg_and_not_empty(get):
    wide = ET.fromstring(get("svg").content).attrib["width"]
    content = get("png").content
    assert content[:8] == b"\x89PNG\r\n\x1a\n"
    width, height = struct.unpack(">II", content[16:24])
    assert width == 2 * int(wide)
    assert height > 800
    assert len(content) > 50_000


def test_finnish_letters_are_drawn_by_the_services_own_font():
    from hytti.core.charts.standalone import png_file

    def drawn(text):
        svg = (
            '<svg xmlns="http://www.w3.org/2000/svg" width="60" height="20">'
            f"<style>text{{font-family:'Source Sans 3'}}</style><text y='15'>{text}</text></svg>"
        )
        return png_file(svg)

    assert len({drawn("ä"), drawn("a"), drawn("−"), drawn("\u4e2d")}) == 4


@pytest.mark.parametrize("name", ["csv", "json", "svg", "png"])
def test_files_of_what_is_not_there_are_not_found(get, name):
    get(name, key="ei-ole", status=404)
    get(name, key=sample.PARENTS, status=404)


def test_a_file_is_in_the_language_of_its_address(client, figures, paijat_hame):
    with translation.override("sv"):
        address = reverse("indicators:indicator_csv", args=[sample.DIABETES])
    rows = table(client.get(address))
    assert "Lahtis" in {row["area_name"] for row in rows}


def written(value, count):
    """The ways in which a page or a file writes a share and a count."""
    return f"{value}", f"{value}".replace(".", ","), f"{count}", f"{count:,}".replace(",", "\u00a0")


class TestHiddenFigures:
    """The store keeps no figure that was hidden; nothing here may let one be worked out."""

    ADDRESSES = ("indicators:indicator", *(f"indicators:indicator_{name}" for name in ("csv", "json", "svg", "png")))

    def texts(self, client):
        for name in self.ADDRESSES:
            for alue in ("hartola", "padasjoki", "lahti", "paijat-hameen-hyvinvointialue"):
                response = client.get(reverse(name, args=[sample.BULLIED]), {"alue": alue})
                assert response.status_code == 200
                yield name, alue, response

    def test_no_public_address_tells_a_hidden_figure(self, client, figures, paijat_hame):
        secrets = {text for value, count in sample.HIDDEN.values() for text in written(value, count)}
        for name, alue, response in self.texts(client):
            if not name.endswith("png"):
                found = {secret for secret in secrets if secret in response.content.decode()}
                assert not found, (name, alue)

    def test_a_hidden_figure_is_called_hidden_and_explained(self, client, figures, paijat_hame):
        with translation.override("fi"):
            text = client.get(reverse("indicators:indicator", args=[sample.BULLIED]), {"alue": "hartola"})
        page = text.content.decode()
        assert "peitetty" in page
        assert "koska se koskee niin harvoja" in page
        assert "Peitetyt luvut" in page

    def test_the_county_minus_the_others_leaves_at_least_two_unknown(self, get):
        """The county less the municipalities shown is the sum of the hidden ones, never one of them."""
        rows = table(get("csv", key=sample.BULLIED))
        hidden = [row for row in rows if row["flag"] == "suppressed"]
        assert {row["area_name"] for row in hidden} == set(sample.HIDDEN)
        assert all(row["value"] == row["count"] == row["lower_95"] == row["upper_95"] == "" for row in hidden)
        county = next(int(row["count"]) for row in rows if row["level"] == "hyvinvointialue")
        shown = sum(int(row["count"]) for row in rows if row["level"] == "kunta" and row["count"])
        left = {count for _, count in sample.HIDDEN.values()}
        assert county - shown == sum(left)
        assert county - shown not in left

    def test_a_hidden_place_of_the_cube_is_null_and_confidential(self, get):
        cube = json.loads(get("json", key=sample.BULLIED).content)
        areas = cube["dimension"]["area"]["category"]["index"]
        for name in sample.HIDDEN:
            at = areas.index(sample.key_of(name)) * 4
            assert cube["value"][at : at + 4] == [None] * 4
            assert cube["status"][str(at)] == "c"

    def test_a_hidden_figure_is_a_gap_in_the_pictures(self, get):
        text = get("svg", key=sample.BULLIED, alue="hartola").content.decode()
        assert "ch-dot ch-own" not in text
