"""The postal areas of one municipality beside each other; expected figures from the CSV twin of Diak's file."""

from __future__ import annotations

import csv
import io

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from hytti.indicators.queries import inequality
from indicators.pack_sample import LAHTI, areas
from indicators.pack_sample import rows_of as csv_rows
from indicators.reading import headings_of, rows_of, text_of

DEPRIVATION = "postinumero-huono-osaisuus"


@pytest.fixture(scope="module")
def lahti():
    """Lahti's postal areas: what they are called and their figures in 2020, by postal area."""
    names = {area.key: area.name_fi for area in areas() if area.municipality == LAHTI}
    values = {
        row["area"]: float(row["value"])
        for row in csv_rows("diak-postinumerot")
        if row["indicator"] == DEPRIVATION and row["year"] == "2020" and row["area"] in names and row["value"]
    }
    return names, values


def page_of(client, slug="lahti", **query):
    return client.get(reverse("indicators:inequality", args=[slug]), query)


def test_the_highest_the_lowest_their_gap_and_ratio_are_told(page_client, pack_figures, lahti):
    names, values = lahti
    high, low = max(values, key=values.get), min(values, key=values.get)
    page = page_of(page_client)
    row = rows_of(page)["Huono-osaisuus postinumeroalueilla"]
    ratio = f"{values[high] / values[low]:.1f}".replace(".", ",")
    assert row[:3] == [f"{values[high] - values[low]:.0f}", ratio, ""]
    assert row[3:] == [f"{names[high]} {values[high]:.0f}", f"{names[low]} {values[low]:.0f}", "2019–2021"]
    assert any(heading.startswith(f"Suurin {names[high]} {values[high]:.0f}") for heading in headings_of(page))


def test_every_postal_area_is_listed_and_those_without_a_figure_are_named(page_client, pack_figures, lahti):
    names, values = lahti
    page = page_of(page_client)
    rows = rows_of(page)
    for key, name in names.items():
        assert f"{key.removeprefix('postinumero-')} {name}" in rows
    for key in set(names) - set(values):
        assert f"{names[key]} (ei tietoa)" in text_of(page)


def test_the_page_says_why_there_is_no_slope(page_client, pack_figures):
    assert "Postinumeroalueiden väkilukuja ei ole aineistossa" in text_of(page_of(page_client))


def test_the_reader_chooses_the_indicator_that_is_drawn(page_client, pack_figures):
    page = page_of(page_client, luku="postinumero-tyottomat")
    assert "Työttömät postinumeroalueilla, 2019–2021" in headings_of(page)
    unknown = page_of(page_client, luku="olematon")
    assert "Huono-osaisuus postinumeroalueilla, 2019–2021" in headings_of(unknown)


def test_the_file_has_every_area_and_indicator_with_unit_and_period(page_client, pack_figures, lahti):
    names, values = lahti
    response = page_of(page_client, muoto="csv")
    rows = list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))
    told = {row["postinumero"]: row for row in rows if row["mittari"].startswith("Huono-osaisuus")}
    assert set(told) == {key.removeprefix("postinumero-") for key in names}
    highest = max(values, key=values.get)
    row = told[highest.removeprefix("postinumero-")]
    assert (row["arvo"], row["vuosi"]) == (f"{values[highest]:.0f}", "2019–2021")
    assert row["yksikkö"] == "indeksi, mediaanialue = 100"
    assert row["lähde"] == "Diak, Huono-osaisuus Suomessa -karttasivusto"
    assert row["menetelmä"] == "http://testserver/fi/luvut/postinumero-huono-osaisuus/"


def test_old_figures_say_their_age_with_a_mark(page_client, pack_figures):
    text = text_of(page_of(page_client))
    age = f"Tuorein tieto on vuodelta 2020, {timezone.localdate().year - 2020} vuotta vanha."
    assert f'<svg aria-hidden="true"><use href="#s-late"/></svg><span>{age}</span>' in text


def test_a_municipality_without_postal_figures_says_so(page_client, pack_figures):
    assert "Tästä kunnasta ei ole lukuja postinumeroalueittain." in text_of(page_of(page_client, "helsinki"))


@pytest.mark.parametrize("slug", ["paijat-hameen-hyvinvointialue", "koko-maa", "atlantis"])
def test_only_municipalities_have_differences_within(page_client, pack_figures, slug):
    assert page_of(page_client, slug).status_code == 404


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_the_page_opens_in_every_language(page_client, pack_figures, language):
    with override(language):
        assert page_of(page_client).status_code == 200


def test_one_area_alone_has_no_gap(pack_figures):
    spread = inequality.spreads(pack_figures, pack_figures.area(LAHTI))[0]
    alone = inequality.Spread(spread.definition, 2020, spread.places[:1], (), None, None, spread.dataset)
    assert (alone.sentence, alone.ratio_text) == ("", "")
