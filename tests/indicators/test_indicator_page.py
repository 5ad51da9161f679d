"""One indicator's page: what it says of the figures, and what it does with addresses that ask for nothing real."""

from __future__ import annotations

import datetime as dt
import re
from html import unescape

import pytest
from django.urls import reverse
from django.utils import timezone, translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hytti.facts import Fault
from indicators import figures_sample as sample
from pages import read_page

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _autumn_of_2026(monkeypatch):
    monkeypatch.setattr(timezone, "localdate", lambda: dt.date(2026, 11, 24))


@pytest.fixture
def page(page_client, figures, paijat_hame):
    """The words of an indicator's page, as one text; the address's query as keywords."""

    def read(key=sample.DIABETES, status=200, **query):
        response = page_client.get(reverse("indicators:indicator", args=[key]), query)
        assert response.status_code == status
        read.html = response.content.decode()
        return " ".join(text for text, _ in read_page(read.html).texts)

    with translation.override("fi"):
        yield read


def rows_of(html, heading="Luvut taulukkona"):
    """The rows of the table under a heading, as texts."""
    part = html.split(f">{heading}</h2>")[1].split("</table>")[0]
    return [
        [unescape(re.sub(r"<[^>]+>", "", cell)) for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row)]
        for row in re.findall(r"<tr>(.*?)</tr>", part, re.S)
    ]


def test_the_title_tells_the_finding_with_its_numbers(page):
    # Lahti was 1.2 percentage points below the country in 2019 (9.9 and 11.1) and 0.3 in 2023 (11.5 and 11.8).
    assert "Lahti on lähestynyt maan tasoa: ero 0,3 prosenttiyksikköä, vuonna 2019 se oli 1,2" in page()


def test_four_numbers_stand_beside_the_picture(page):
    text = page()
    assert "Lahti 2023 11,5 %" in text
    assert "lukumääränä 7 788" in text
    assert "Muutos vuodesta 2015 +2,4 prosenttiyksikköä, koko maa +1,8 viiden viime vuoden nousu on selvä" in text
    assert "Ero koko maahan −0,3 prosenttiyksikköä, vuonna 2015 −0,9" in text
    assert "10 kunnan joukossa 2. pienin pienempi vain: Hollola 11,3 %" in text


def test_the_interval_is_wilsons_from_persons_and_share(page):
    page()
    newest = rows_of(page.html)[1]
    # 7 788 of 67 722 persons (7 788 / 0.115): Wilson's 95 % interval 11.26–11.74, worked out by hand.
    assert newest == ["2023", "11,5", "11,3–11,7", "7\u00a0788", "12,1", "11,8", "−0,3"]


def test_the_table_begins_from_the_newest_year_and_holds_every_year(page):
    page()
    assert [row[0] for row in rows_of(page.html)[1:]] == [str(year) for year in range(2023, 2014, -1)]


def test_only_intervals_that_miss_the_country_count_as_clear(page):
    # Hartola, Padasjoki, Sysmä, Kärkölä, Heinola and Iitti lie above 11.8 with their whole interval; Lahti below.
    assert "6 kuntaa selvästi yli maan tason, 1 kunta selvästi alle maan tason" in page()


def test_a_chosen_area_years_and_municipalities_are_what_is_shown(page):
    text = page(alue="hartola", vertailu="valitut", kunta=["lahti"], alkaen="2019", asti="2021")
    assert "Hartola 2021" in text
    assert [row[0] for row in rows_of(page.html)[1:]] == ["2021", "2020", "2019"]
    assert "Sysmä" not in page.html.split('id="line-wide-title"')[1].split("</svg>")[0]
    assert "Lahti" in page.html.split('id="line-wide-title"')[1].split("</svg>")[0]


def test_the_county_may_be_the_own_area(page):
    text = page(alue="paijat-hameen-hyvinvointialue")
    assert "Päijät-Häme 2023 12,1 %" in text
    assert "kunnan joukossa" not in text


def test_where_it_comes_from_is_told_in_full(page):
    text = page()
    for told in ("Osuutta ei ole ikävakioitu.", "Wilsonin menetelmällä", "CC BY 4.0", "THL, Sotkanet", "31.12.2023",
                 "1.10.2026", "ab" * 32, "https://esimerkki.invalid/sotkanet"):  # fmt: skip
        assert told in text
    assert (
        "THL, Sotkanet: Diabeteslääkkeiden erityiskorvaukseen oikeutetut, 2015–2023. Tiedot 31.12.2023. "
        "Luettu 24.11.2026: http://testserver/fi/luvut/diabeteslaakkeiden-erityiskorvaus/"
    ) in text


def test_every_picture_has_a_title_a_description_and_a_table(page):
    page()
    pictures = re.findall(r"<svg [^>]*role=\"(?:img|group)\".*?</svg>", page.html, re.S)
    assert len(pictures) >= 6
    assert all("<title" in picture for picture in pictures)
    assert all("<desc" in picture for picture in pictures if "ch-legend" not in picture)  # its title says it all
    assert page.html.count("Kuvan luvut taulukkona") == 2


def test_old_figures_say_loudly_how_old_they_are(page):
    assert "Tuorein tieto on vuodelta 2011, 15 vuotta vanha." in page(sample.UNEMPLOYED)
    assert "vuotta vanha." not in page(sample.DIABETES)


def test_a_source_that_failed_is_told_with_the_date_of_the_figures(page, figures, monkeypatch):
    fault = Fault("sotkanet-683", dt.datetime(2026, 11, 20, 5, tzinfo=dt.UTC), "Palvelin ei vastannut.")
    monkeypatch.setattr(type(figures.facts), "faults", lambda self: [fault])
    text = page()
    assert "ei saatu päivitetyksi 20.11.2026" in text
    assert "Luvut ovat aiemmasta hausta 1.10.2026. Palvelin ei vastannut." in text


def test_figures_by_older_borders_stand_apart_under_their_own_areas(page):
    text = page(sample.UNEMPLOYED, rajat="rajat-2012", alue="nastola")
    assert "Nastola 2011 9,7 %" in text
    assert "Luvut ovat vuoden 2012 kuntarajojen mukaan" in text
    assert "Sama luku muilla rajoilla" in text


def test_figures_calculated_to_todays_borders_say_so_and_how(page):
    text = page(sample.UNEMPLOYED)
    assert "Lahti 2011 13,1 %" in text
    assert "Hytti on laskenut luvut nykyisille rajoille." in text
    assert "Laskettu väkiluvuilla painottaen." in text
    assert rows_of(page.html)[1][:2] == ["2011", "13,1"]


def test_a_municipality_that_has_not_changed_keeps_its_older_figures_among_todays(page):
    # The calculated figures hold Lahti and Hollola, which grew; Asikkala is what it was in 2012.
    text = page(sample.UNEMPLOYED)
    assert "Asikkala 8,6" in text
    assert "Nastola 9,7" not in text
    assert "13,5" in page(sample.UNEMPLOYED, rajat="rajat-2012")
    assert "Aineisto sotkanet-54: THL" in text


def test_no_line_crosses_a_break_and_the_break_is_explained(page):
    text = page(sample.UNEMPLOYED, alue="asikkala")
    assert "2008: Työvoiman määritelmä muuttui." in text
    picture = page.html.split('id="line-wide-title"')[1].split("</svg>")[0]
    own = re.search(r'<path d="([^"]+)" class="ch-line ch-own"', picture)
    assert own[1].count("M") == 2
    assert "ch-break" in picture


def test_a_year_without_figures_is_a_gap_in_the_lines(page_client, pack_figures):
    with translation.override("fi"):
        response = page_client.get(reverse("indicators:indicator", args=["ikaluokka-16-64-osuus"]))
    picture = response.content.decode().split('id="line-wide-title"')[1].split("</svg>")[0]
    # Sotkanet's figures end in 2012 and Statistics Finland's begin in 2018: the line stops between them.
    own = re.search(r'<path d="([^"]+)" class="ch-line ch-own"', picture)
    assert own[1].count("M") == 2


def test_the_change_is_counted_from_the_last_break(page):
    # Calculated for today's Lahti: 10.9 in 2008, when the series breaks, and 13.1 in 2011.
    assert "Muutos vuodesta 2008 +2,2 prosenttiyksikköä" in page(sample.UNEMPLOYED)
    assert "Muutos vuodesta 2004" not in page(sample.UNEMPLOYED)


def test_a_series_without_intervals_is_told_by_its_greatest_and_smallest_figure(page):
    # Diak's index of Lahti: 152.0 in 2018, 155.1 in 2019 and 165.1 in 2020; means of three years have no trend.
    told = "suurimmillaan 165,1 vuonna 2020, pienimmillään 152,0 vuonna 2018"
    assert f"Muutos vuodesta 2018 +13,1 indeksipistettä {told}" in page(sample.DEPRIVATION)


def test_a_change_of_law_is_told_beside_the_line_and_parts_nothing(page_client, pack_figures):
    with translation.override("fi"):
        response = page_client.get(reverse("indicators:indicator", args=["toimeentulotuki-pitkaan-25-64-indeksi"]))
    text = response.content.decode()
    assert "2017: Perustoimeentulotuki siirtyi kunnilta Kelan myönnettäväksi 1.1.2017 (laki 815/2015)." in text
    assert "ch-break" not in text


def test_nothing_is_told_across_a_break(page):
    # 2007–2011: the break of 2008 lies within the last five years, and there are no intervals either.
    assert "Asikkala: 8,6 % vuonna 2011, Päijät-Häme 11,7 %" in page(sample.UNEMPLOYED, alue="asikkala")


def test_an_index_is_never_set_beside_another_level(page):
    text = page(sample.DEPRIVATION)
    assert "Mediaanialue 100" in text
    assert "Siksi eri tasojen indeksejä ei verrata" in text
    assert "115,7" not in text
    assert "Ero mediaanialueeseen +65,1" in text
    county = page(sample.DEPRIVATION, alue="paijat-hameen-hyvinvointialue")
    assert "115,7" in county
    assert "165,1" not in county


def test_a_count_is_told_by_sex_where_the_sexes_are_known(page):
    assert "Lahti 2024 121 337 henkilöä" in page(sample.POPULATION)
    assert "Lahti 2024 60 669 henkilöä" in page(sample.POPULATION, sukupuoli="naiset")


def test_an_indicator_without_figures_says_so_and_leads_on(page):
    text = page(sample.PARENTS)
    assert "Tästä mittarista ei ole julkisia lukuja." in text
    assert "Yksikkö % väestöstä" in text
    assert "Näin lasketaan luku ilman tietoja." in text
    assert "Kaikki luvut" in text


def test_an_unknown_indicator_offers_the_nearest_ones(page):
    text = page("diabeteslaakkeiden-erityiskorvaukset", status=404)
    assert "Diabeteslääkkeiden erityiskorvaukseen oikeutetut" in text


@pytest.mark.parametrize(
    ("query", "notice"),
    [
        ({"alue": "atlantis"}, "Pyydetystä alueesta ei ole tietoa. Tässä on Lahti."),
        ({"alkaen": "1890"}, "Pyydetyiltä vuosilta ei ole kaikkea tietoa. Tässä on 2015–2023."),
        ({"alkaen": "2023", "asti": "2015"}, "Pyydetyiltä vuosilta ei ole kaikkea tietoa."),
        ({"alkaen": "vuosi"}, "Pyydetyiltä vuosilta ei ole kaikkea tietoa."),
        ({"sukupuoli": "muu"}, "Pyydetystä sukupuolesta ei ole tietoa."),
        ({"rajat": "rajat-1850"}, "Pyydetyin kuntarajoin ei ole tietoa."),
        ({"vertailu": "kuu"}, "Pyydettyä vertailua ei ole."),
        ({"kunta": "atlantis"}, "Kaikista pyydetyistä kunnista ei ole tietoa."),
    ],
)
def test_what_cannot_be_followed_gives_the_default_and_a_notice(page, query, notice):
    assert notice in page(**query)


WORDS = st.one_of(
    st.text(max_size=20),
    st.sampled_from(["lahti", "koko-maa", "nastola", "2015", "2023", "-1", "99999", "naiset", "valitut", "rajat-2012"]),
)
NAMES = st.sampled_from(["alue", "vertailu", "kunta", "alkaen", "asti", "sukupuoli", "rajat", "muu"])


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(query=st.lists(st.tuples(NAMES, WORDS), max_size=6), key=st.sampled_from(sorted(sample.definitions())))
def test_no_address_breaks_the_page(page, page_client, query, key):
    asked = {}
    for name, word in query:
        asked.setdefault(name, []).append(word)
    assert page_client.get(reverse("indicators:indicator", args=[key]), asked).status_code == 200


@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_page_is_read_in_other_languages(page_client, figures, paijat_hame, language):
    with translation.override(language):
        address = reverse("indicators:indicator", args=[sample.DIABETES])
    text = page_client.get(address).content.decode()
    assert f"erityiskorvaukseen oikeutetut ({language})" in text


def test_queries_do_not_grow_with_the_figures(page, page_client, django_assert_max_num_queries):
    page()
    with django_assert_max_num_queries(12):
        page_client.get(reverse("indicators:indicator", args=[sample.DIABETES]), {"alue": "sysma"})
