"""The catalogue: what is found by words and filters, the favourites in the address, and the list as a file."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re

import pytest
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone, translation
from hypothesis import given
from hypothesis import strategies as st

from hytti.indicators.queries.catalogue import folded, matches
from hytti.indicators.queries.catalogue_asked import NAMES, Wanted
from indicators import figures_sample as sample

pytestmark = pytest.mark.django_db
EVERY = set(sample.definitions())


@pytest.fixture(autouse=True)
def _autumn_of_2026(monkeypatch):
    monkeypatch.setattr(timezone, "localdate", lambda: dt.date(2026, 11, 24))


@pytest.fixture
def page(page_client, figures, paijat_hame):
    def read(**query):
        response = page_client.get(reverse("indicators:catalogue"), query)
        assert response.status_code == 200
        return response.content.decode()

    with translation.override("fi"):
        yield read


def keys(html):
    """Keys of the listed indicators, in the order of the page."""
    return re.findall(r'<th scope="row"><a href="/fi/luvut/([a-z0-9-]+)/">', html)


def facet(html, name):
    """The offered values of a facet with their counts."""
    found = re.findall(rf'name="{name}" value="([^"]+)".*?facet-count">(\d+)<', html)
    return {value: int(count) for value, count in found}


def row(html, key):
    part = next(part for part in html.split("<tr>") if f"/fi/luvut/{key}/" in part)
    return " ".join(re.sub(r"<[^>]+>", " ", part).split())


def test_every_indicator_is_listed_under_its_theme_in_the_vocabularys_order(page):
    html = page()
    assert set(keys(html)) == EVERY
    headings = re.findall(r'scope="rowgroup"><h3>([^<]+)', html)
    assert [one.strip() for one in headings] == [
        "Väestö", "Terveys", "Hyvinvointi ja osallisuus", "Työ ja työttömyys", "Huono-osaisuus",
    ]  # fmt: skip


def test_a_row_tells_the_newest_figure_of_the_regions_centre_with_its_year(page):
    html = page()
    assert "Taulukossa tuorein luku: Lahti" in html
    assert "11,5 % 2023" in row(html, sample.DIABETES)
    assert "121 337 henkilöä 2024" in row(html, sample.POPULATION)


def test_figures_by_todays_borders_come_before_those_by_older_ones(page):
    # Nastola joined Lahti in 2016: 13.5 % is of the old Lahti, 13.1 % of today's.
    assert "13,1 % 2011" in row(page(), sample.UNEMPLOYED)


def test_an_old_figure_says_its_age_in_words(page):
    html, this_year = page(), timezone.localdate().year
    assert f"2011 {this_year - 2011} vuotta vanha" in row(html, sample.UNEMPLOYED)
    assert "vanha" not in row(html, sample.BULLIED)


def test_an_indicator_without_figures_is_listed_without_one(page):
    assert "ei tietoa" in row(page(), sample.PARENTS)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"q": "diabetes"}, {sample.DIABETES}),
        ({"q": "TYÖTTÖMÄT"}, {sample.UNEMPLOYED}),
        ({"q": "tyottomat"}, {sample.UNEMPLOYED}),
        ({"q": "sotkanet 683"}, {sample.DIABETES}),
        ({"q": "qwertyuiop"}, set()),
        ({"teema": "terveys"}, {sample.DIABETES}),
        ({"teema": ["terveys", "vaesto"]}, {sample.DIABETES, sample.POPULATION}),
        ({"ryhma": "nuoret"}, {sample.BULLIED}),
        ({"lahde": "statfin"}, {sample.POPULATION}),
        ({"ika": "tuore"}, {sample.DIABETES, sample.POPULATION, sample.BULLIED}),
        ({"ika": "vanha"}, {sample.UNEMPLOYED, sample.DEPRIVATION}),
        ({"ika": "ei-lukuja"}, {sample.PARENTS}),
        ({"kerroin": "county"}, {sample.DIABETES}),
        ({"teema": "terveys", "ika": "vanha"}, set()),
        (
            {"vain": "suosikit", "suosikit": f"{sample.BULLIED},{sample.POPULATION}"},
            {sample.BULLIED, sample.POPULATION},
        ),
        ({"teema": "ei-ole"}, set()),
    ],
)
def test_words_and_filters_find_what_they_say(page, query, found):
    html = page(**query)
    assert set(keys(html)) == found
    if not found:
        assert "Yksikään luku ei vastaa hakua." in html


def test_each_facet_counts_what_the_others_leave(page):
    html = page(ika="vanha")
    assert facet(html, "teema") == {"tyo": 1, "huono-osaisuus": 1}
    assert facet(html, "ika") == {"tuore": 3, "vanha": 2, "ei-lukuja": 1}


def test_a_chip_takes_its_limit_away_and_keeps_the_rest(page):
    html = page(q="l", teema="vaesto", suosikit=sample.BULLIED)
    chips = re.findall(r'class="chip chip-on" href="([^"]+)"', html)
    assert chips == [
        f"/fi/luvut/?teema=vaesto&amp;suosikit={sample.BULLIED}",
        f"/fi/luvut/?q=l&amp;suosikit={sample.BULLIED}",
    ]
    assert f'href="/fi/luvut/?suosikit={sample.BULLIED}">Poista rajaukset' in html


def test_a_star_puts_its_indicator_into_the_address_and_takes_it_away(page):
    stars = dict(
        re.findall(r'class="star[^"]*" href="([^"]+)" aria-label="[^:]+: ([^"]+)"', page(suosikit=sample.BULLIED))
    )
    by_name = {name: address for address, name in stars.items()}
    assert by_name["Kiusatut"] == "/fi/luvut/?suosikit="
    assert by_name["Väkiluku"] == f"/fi/luvut/?suosikit={sample.BULLIED},{sample.POPULATION}"


def test_a_favourite_that_is_no_indicator_does_no_harm(page):
    assert set(keys(page(suosikit="<script>,ei-ole"))) == EVERY


def test_the_list_is_a_file_with_the_figures_and_their_dates(client, figures, paijat_hame):
    with translation.override("fi"):
        response = client.get(reverse("indicators:catalogue"), {"teema": "terveys", "muoto": "csv"})
    [found] = csv.DictReader(io.StringIO(response.content.decode("utf-8-sig")))
    assert (found["key"], found["value"], found["year"]) == (sample.DIABETES, "11.5", "2023")
    assert found["dataset"] == "sotkanet-683"
    assert found["area_name"] == "Lahti"


def test_queries_do_not_grow_with_the_indicators(page, django_assert_max_num_queries):
    page()
    with django_assert_max_num_queries(10):
        page(q="a")


def test_the_catalogue_opens_before_anything_is_loaded(page_client, settings, tmp_path, db):
    settings.FACTS = tmp_path / "none.duckdb"
    with translation.override("fi"):
        assert page_client.get(reverse("indicators:catalogue")).status_code == 200


@given(st.text(max_size=30))
def test_folding_twice_is_folding_once(text):
    assert folded(folded(text)) == folded(text)


def test_a_search_finds_words_without_their_dots_and_in_any_order():
    definition = sample.definitions()[sample.UNEMPLOYED]
    assert matches(definition, "Tyottomat")
    assert matches(definition, "kertoo TYÖTTÖMÄT")
    assert not matches(definition, "työttömät lapset")


@given(
    st.dictionaries(st.sampled_from(sorted(NAMES.values())), st.lists(st.text(min_size=1, max_size=8), max_size=3)),
    st.text(max_size=20),
    st.lists(st.from_regex(r"[a-z0-9-]{1,12}", fullmatch=True), max_size=4),
)
def test_what_was_asked_survives_its_own_address(chosen, words, favourites):
    query = QueryDict(mutable=True)
    for name, values in chosen.items():
        query.setlist(name, values)
    query["q"], query["suosikit"] = words, ",".join(favourites)
    wanted = Wanted.from_query(query)
    assert Wanted.from_query(QueryDict(wanted.query())) == wanted


def test_only_those_who_load_figures_are_led_to_their_own(page, signed_in, figures, paijat_hame):
    assert "Omat luvut" not in page()
    client = signed_in("hyte_unit")
    client.user.grants.update(valid_from=timezone.localdate())  # this module's clock stands
    assert "Omat luvut" in client.get(reverse("indicators:catalogue")).content.decode()
