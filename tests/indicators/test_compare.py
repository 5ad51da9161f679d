"""Areas by indicators, and two indicators against each other."""

from __future__ import annotations

import csv
import io

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hytti.indicators.queries import scatter
from indicators import figures_sample as sample
from indicators.pack_sample import HEINOLA, LAHTI, areas, figures_of
from indicators.reading import rows_of, text_of

UNEMPLOYED, WELFARE, DIABETES = (
    "pitkaaikaistyottomyys-indeksi",
    "toimeentulotuki-pitkaan-25-64-indeksi",
    "diabeteslaakkeiden-erityiskorvaus",
)


def compared(client, **query):
    return client.get(reverse("indicators:compare"), query)


def table_of(response):
    return list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))


def test_the_table_begins_with_the_regions_ten_and_the_theme_of_deprivation(page_client, pack_figures):
    page = compared(page_client)
    rows = rows_of(page)
    names = [name for name in rows if name in sample.MUNICIPALITIES]
    assert names == sorted(sample.MUNICIPALITIES)
    assert "Teema: Huono-osaisuus" in text_of(page)


def test_a_cell_tells_its_fifth_among_the_countrys_municipalities_in_words(page_client, pack_figures):
    # The reference picture: 99 % of municipalities are better than Heinola in long-term unemployment
    page = compared(page_client, luku=UNEMPLOYED)
    assert rows_of(page)["Heinola"] == ["212, heikoin viidennes"]
    values = figures_of("diak-2011-2020", UNEMPLOYED, 2020)
    better = sum(value < values["kunta-142"] for key, value in values.items() if key.startswith("kunta-"))
    count = sum(key.startswith("kunta-") for key in values)
    assert better / count < 0.6  # Iitti: the middle fifth
    assert rows_of(page)["Iitti"] == ["107, keskimmäinen viidennes"]


def test_fifths_go_by_the_table_where_the_country_is_not_known(page_client, pack_figures):
    page = compared(page_client, luku=DIABETES)
    rows = rows_of(page)
    # THL, Sotkanet 683, 2023: Hartola 16.0 is the greatest and Hollola 11.3 the smallest of the ten
    assert rows["Hartola"] == ["16,0, suurin viidennes"]
    assert rows["Hollola"] == ["11,3, pienin viidennes"]
    assert "taulukon alueet" in text_of(page)


def test_a_column_orders_the_rows_both_ways(page_client, pack_figures):
    values = figures_of("diak-2011-2020", UNEMPLOYED, 2020)
    names = {area.key: area.name_fi for area in areas()}
    codes = [f"kunta-{code}" for code in sample.MUNICIPALITIES.values()]
    wanted = [names[key] for key in sorted(codes, key=lambda key: values[key])]
    rising = [row["alue"] for row in table_of(compared(page_client, luku=UNEMPLOYED, jarjesta=UNEMPLOYED, muoto="csv"))]
    falling = compared(page_client, luku=UNEMPLOYED, jarjesta=UNEMPLOYED, suunta="laskeva", muoto="csv")
    assert [values_of(name, values) for name in rising] == [values_of(name, values) for name in wanted]
    assert [values_of(row["alue"], values) for row in table_of(falling)] == sorted(
        (values[key] for key in codes), reverse=True
    )


def values_of(name, values):
    return values[f"kunta-{sample.MUNICIPALITIES[name]}"]


def test_the_file_tells_unit_and_period_of_every_figure(page_client, pack_figures):
    rows = table_of(compared(page_client, luku=UNEMPLOYED, alue=["heinola", "lahti"], muoto="csv"))
    assert [row["alue"] for row in rows] == ["Heinola", "Lahti"]
    assert rows[0]["arvo"] == "212"
    assert rows[0]["vuosi"] == "2019–2021"
    assert rows[0]["yksikkö"] == "indeksi, mediaanialue = 100"
    assert (rows[0]["viidennes"], rows[0]["viidenneksen selitys"]) == ("5", "heikoin viidennes")


def test_an_index_of_another_median_is_not_put_beside_the_municipalities(page_client, pack_figures):
    rows = rows_of(compared(page_client, luku=UNEMPLOYED, alue=["lahti", "paijat-hameen-hyvinvointialue"]))
    assert rows["Päijät-Hämeen hyvinvointialue"] == ["eri mediaani"]
    assert rows["Lahti"][0].startswith("212")


def test_any_municipality_of_finland_can_be_added_by_its_name(page_client, pack_figures):
    rows = rows_of(compared(page_client, luku=UNEMPLOYED, alue="lahti", lisaa="  kouvola "))
    assert {"Lahti", "Kouvola"} <= set(rows)


def test_what_is_not_known_is_named_and_the_rest_is_shown(page_client, pack_figures):
    page = compared(page_client, luku=[UNEMPLOYED, "olematon"], alue=["lahti", "atlantis"], lisaa="Äkäslompolo <b>")
    text = text_of(page)
    assert "Näitä ei löytynyt: atlantis, Äkäslompolo &lt;b&gt;, olematon" in text
    assert "Lahti" in rows_of(page)


def test_a_hidden_figure_is_hidden_in_the_table_and_in_its_file(page_client, paijat_hame, figures):
    page = compared(page_client, luku=sample.BULLIED)
    rows = rows_of(page)
    assert rows["Hartola"] == rows["Padasjoki"] == ["peitetty"]
    told = {row["alue"]: row["arvo"] for row in table_of(compared(page_client, luku=sample.BULLIED, muoto="csv"))}
    assert told["Hartola"] == told["Padasjoki"] == "peitetty"
    assert told["Asikkala"] == "4,0"


@pytest.mark.parametrize(
    "address",
    [
        ("indicators:compare",), ("indicators:scatter",), ("indicators:area", "lahti"), ("indicators:catalogue",),
        ("indicators:inequality", "lahti"),
    ],
)  # fmt: skip
def test_a_page_asks_for_the_regions_own_indicators_once(page_client, pack_figures, address):
    name, *slugs = address
    with CaptureQueriesContext(connection) as asked:
        assert page_client.get(reverse(name, args=slugs)).status_code == 200
    assert sum("indicators_ownindicator" in question["sql"] for question in asked) == 1


def test_a_store_without_figures_still_shows_the_page(page_client, settings, region, tmp_path):
    settings.FACTS = tmp_path / "missing.duckdb"
    assert "Näistä alueista ei ole tämän valinnan lukuja." in text_of(compared(page_client))
    assert page_client.get(reverse("indicators:scatter")).status_code == 200


def scattered(client, **query):
    return client.get(reverse("indicators:scatter"), query)


def test_the_scatter_names_the_ten_and_tells_of_the_rest(page_client, pack_figures):
    page = scattered(page_client, x=UNEMPLOYED, y=WELFARE)
    rows = rows_of(page)
    assert rows["Heinola"] == ["212", "200"]  # the reference picture
    assert set(sample.MUNICIPALITIES) <= set(rows)
    text = text_of(page)
    assert "Yhteys ei kerro syystä" in text
    assert "293 kuntaa" in text
    assert "Vuosi: 2019–2021" in text


def test_the_file_of_the_scatter_has_every_municipality_drawn(page_client, pack_figures):
    rows = table_of(scattered(page_client, x=UNEMPLOYED, y=WELFARE, muoto="csv"))
    x, y = (figures_of("diak-2011-2020", key, 2020) for key in (UNEMPLOYED, WELFARE))
    both = [key for key in x if key.startswith("kunta-") and None not in (x[key], y.get(key))]
    assert len(rows) == 2 * len(both)
    lahti = [row for row in rows if row["kunta"] == "Lahti"]
    assert [float(row["arvo"]) for row in lahti] == [x[LAHTI], y[LAHTI]]
    assert {row["yksikkö"] for row in lahti} == {"indeksi, mediaanialue = 100"}
    assert {row["vuosi"] for row in lahti} == {"2019–2021"}
    assert {row["lähde"] for row in lahti} == {"Diak, Huono-osaisuus Suomessa -karttasivusto"}
    assert [row["menetelmä"] for row in lahti] == [
        f"http://testserver/fi/luvut/{key}/" for key in (UNEMPLOYED, WELFARE)
    ]


@pytest.mark.parametrize("query", [{"luku": UNEMPLOYED}, {"luku": UNEMPLOYED, "alue": ["heinola", "lahti"]}])
def test_each_figure_of_the_tables_file_tells_its_source_date_and_method(page_client, pack_figures, query):
    rows = table_of(compared(page_client, muoto="csv", **query))
    needed = ("alue", "mittari", "yksikkö", "vuosi", "arvo", "lähde", "tiedot", "menetelmä")
    assert rows
    assert all(row[name] for row in rows for name in needed)


def test_old_figures_side_by_side_say_how_old_they_are(page_client, pack_figures):
    age = f"Tuorein tieto on vuodelta 2020, {timezone.localdate().year - 2020} vuotta vanha."
    assert age in text_of(compared(page_client, luku=UNEMPLOYED))
    assert age in text_of(scattered(page_client, x=UNEMPLOYED, y=WELFARE))


def test_the_columns_of_the_scatters_table_bear_the_names_of_the_figures(page_client, pack_figures):
    text = text_of(scattered(page_client, x=UNEMPLOYED, y=DIABETES))
    for name in ("Pitkäaikaistyöttömyys", "Diabeteslääkkeiden erityiskorvaukseen oikeutetut 40 vuotta täyttäneet"):
        assert f'<th scope="col" class="number">{name} <span' in text


def test_two_indicators_without_a_common_year_say_so(page_client, pack_figures):
    text = text_of(scattered(page_client, x=DIABETES, y="vaesto"))
    assert "Vuodet eroavat" not in text  # 2015–2022 are common
    text = text_of(scattered(page_client, x="aanestysaktiivisuus-kuntavaaleissa", y=DIABETES))
    assert "Vuosi: 2021" in text
    text = text_of(scattered(page_client, x="vaestoennuste", y=UNEMPLOYED))
    assert "Vuodet eroavat" in text
    assert "kumpikin on omalta tuoreimmalta vuodeltaan" in text


def test_fewer_than_ten_municipalities_have_no_correlation(page_client, paijat_hame, figures):
    text = text_of(scattered(page_client, x=sample.DIABETES, y=sample.BULLIED))
    assert "Yhteyttä ei lasketa: kuntia on 8" in text
    assert "Ilman tietoa: Hartola, Padasjoki" in text


def test_ranks_correlate_as_in_the_textbook():
    # Spearman's coefficient of IQ and hours of television, the worked example of Wikipedia: −29/165
    iq = [106, 100, 86, 101, 99, 103, 97, 113, 112, 110]
    hours = [7, 27, 2, 50, 28, 29, 20, 12, 6, 17]
    assert scatter.spearman(iq, hours) == pytest.approx(-29 / 165)
    assert scatter.spearman(iq, iq) == pytest.approx(1)
    assert scatter.spearman(iq[:9], hours[:9]) is None
    assert scatter.spearman([1.0] * 10, hours) is None


def test_equal_values_share_the_mean_of_their_ranks():
    assert list(scatter._ranks([3.0, 1.0, 3.0, 2.0])) == [3.5, 1.0, 3.5, 2.0]


WORDS = st.one_of(
    st.text(max_size=12),
    st.sampled_from([
        "", "lahti", "heinola", "koko-maa", "nastola", "paijat-hameen-hyvinvointialue", "nimi", "laskeva", "csv",
        "vaesto", "terveys", "Lahti", "\x00", "🦆", UNEMPLOYED, DIABETES, HEINOLA,
    ]),
)  # fmt: skip
QUERIES = st.dictionaries(
    st.sampled_from(["alue", "luku", "teema", "lisaa", "jarjesta", "suunta", "muoto", "x", "y", "kieli"]),
    st.lists(WORDS, max_size=4),
    max_size=6,
)


PAGES = ("vertailu/", "hajonta/", "alueet/", "alueet/lahti/", "erot/lahti/")


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(query=QUERIES, page=st.sampled_from(PAGES))
def test_no_address_breaks_a_page(pack_figures, query, page):
    assert Client().get(f"/fi/luvut/{page}", query).status_code == 200
