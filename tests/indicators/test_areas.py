"""The list of areas and the profile of one.

Expected figures: the reference picture of Heinola's profile, whose ranks, bands and shares were worked out from the 293
municipalities apart from this program, and the CSV twins of the pack's statistics.
"""

from __future__ import annotations

import datetime as dt
import re
from types import SimpleNamespace

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from hytti.facts import Fact
from hytti.facts.snapshot import Snapshot
from hytti.indicators import catalogue, words
from hytti.indicators.queries import areas, findings, population, spines
from hytti.indicators.queries.standing import Standing
from indicators.pack_sample import COUNTY, HEINOLA, LAHTI, NASTOLA, figures_of
from indicators.pack_sample import rows_of as csv_rows
from indicators.reading import headings_of, rows_of, text_of

YEARS = range(2016, 2027)


def page_of(client, slug, **query):
    return client.get(reverse("indicators:area", args=[slug]), query)


def test_the_list_leads_to_every_municipality_the_county_and_the_country(page_client, pack_figures):
    page = page_client.get(reverse("indicators:areas"))
    rows = rows_of(page)
    assert rows["Heinola"] == ["17 829", "2024"]
    assert rows["Koko maa"] == ["5 635 971", "2024"]
    assert rows["Nastola"] == ["15 082", "2012"]
    links = text_of(page)
    for slug in ("lahti", "sysma", "karkola", "paijat-hameen-hyvinvointialue", "koko-maa", "hameenkoski"):
        assert f'href="{reverse("indicators:area", args=[slug])}"' in links


def test_the_list_of_a_store_without_figures_says_that_there_are_none(page_client, settings, region, tmp_path):
    settings.FACTS = tmp_path / "missing.duckdb"
    assert "Lukuja ei ole vielä ladattu." in text_of(page_client.get(reverse("indicators:areas")))


def test_the_four_numbers_are_those_of_the_reference_picture(page_client, pack_figures):
    text = text_of(page_of(page_client, "heinola"))
    for label, number, remark in (
        ("Asukkaita", "17 829", "31.12.2024"),
        ("65 vuotta täyttäneitä", "38,0 %", "koko maa 23,5 %, ennuste 2024"),
        ("Huono-osaisuus yhteensä", "144", "kuntien mediaani 100, 2019–2021"),
        ("Parempia kuntia", "93 %", "Suomen 293 kunnasta"),
    ):
        assert f'{label}</a> <span class="big">{number}</span> <span class="quiet">{remark}</span>' in text


@pytest.mark.parametrize(
    ("name", "key", "value", "place", "better"),
    [
        ("Pitkäaikaistyöttömyys", "pitkaaikaistyottomyys-indeksi", "212", "1. / 10", "99 %"),
        (
            "Toimeentulotukea pitkään saaneet 18–24-vuotiaat",
            "toimeentulotuki-pitkaan-18-24-indeksi",
            "161",
            "3. / 8",
            "90 %",
        ),
        ("Nuorisotyöttömyys", "nuorisotyottomyys-indeksi", "145", "2. / 10", "92 %"),
        ("Pienituloisuus", "pienituloisuus-indeksi", "105", "6. / 10", "57 %"),
        ("Lapset, joista on tehty lastensuojeluilmoitus", "lastensuojeluilmoitukset-indeksi", "173", "2. / 10", "98 %"),
        ("Väkivaltarikokset", "vakivaltarikokset-indeksi", "99", "3. / 10", "50 %"),
        ("Täydentävä toimeentulotuki", "taydentava-toimeentulotuki-indeksi", "109", "1. / 10", "51 %"),
    ],
)
def test_a_row_tells_value_period_place_ends_and_how_many_are_better(
    page_client, pack_figures, name, key, value, place, better
):
    country = [one for area, one in figures_of("diak-2011-2020", key, 2020).items() if area.startswith("kunta")]
    best, weakest = (words.number(end, 0).replace("\xa0", " ") for end in (min(country), max(country)))
    ends = f"paras {best} heikoin {weakest}"
    assert rows_of(page_of(page_client, "heinola"))[name][:5] == [value, "2019–2021", place, ends, better]


def test_a_figure_stands_beside_the_countrys_of_the_same_year_only(page_client, pack_figures):
    rows = rows_of(page_of(page_client, "lahti"))
    # THL, Sotkanet 683: 11.5 in Lahti and 11.8 in the whole country in 2023.
    assert rows["Diabeteslääkkeiden erityiskorvaukseen oikeutetut 40 vuotta täyttäneet"][0] == "11,5 % koko maa 11,8 %"
    assert rows["Väkiluku"][0] == "121 337 hlö"  # a count is not compared with the country's
    assert rows["Huono-osaisuus yhteensä"][0] == "165"  # the country has no index of the municipalities' median


def test_an_index_without_a_median_area_is_on_no_medians_axis(page_client, pack_figures):
    page = page_of(page_client, "nastola")
    # Sotkanet's Gini coefficient of Nastola 2011; its scale has nothing to do with 100.
    assert rows_of(page)["Käytettävissä olevien tulojen Gini-kerroin"][0] == "24,3"
    profile = areas.profile(pack_figures, pack_figures.area(NASTOLA), dt.date(2026, 11, 24))
    assert profile.line("gini-kerroin").spine.kind == "plain"
    assert {group.kind for group in profile.past} == {"directed", "plain"}


def test_only_figures_without_a_better_end_are_said_to_have_none(page_client, pack_figures):
    page = page_of(page_client, "nastola")
    between = text_of(page).split("Ei parempaa eikä heikompaa suuntaa")[1:]
    assert between
    assert all("paras " not in re.split(r"</tbody>", part)[0] for part in between)


def test_the_heading_is_the_finding_and_old_figures_say_their_age(page_client, pack_figures):
    page = page_of(page_client, "heinola")
    assert "Pitkäaikaistyöttömyys: yli kaksi kertaa kuntien mediaani" in headings_of(page)
    assert "Toimeentulotukea pitkään saaneet 25–64-vuotiaat: yli kolme kertaa kuntien mediaani" in headings_of(
        page_of(page_client, "lahti")
    )
    year = timezone.localdate().year
    assert f"Tuorein tieto on vuodelta 2020, {year - 2020} vuotta vanha." in text_of(page)
    past = f"Vanhat luvut vuosilta 2007–2012: vähintään {year - 2012} vuotta vanhoja"
    assert past in headings_of(page_of(page_client, "heinola", vanhat=""))


def test_figures_of_the_past_are_shown_where_they_are_asked_for(page_client, pack_figures):
    page = page_of(page_client, "heinola")
    assert "Vanhat luvut" in headings_of(page)
    assert "Ne eivät kerro nykytilasta." in text_of(page)
    assert 'href="?vanhat#vanhat"' in text_of(page)
    now, shown = rows_of(page), page_of(page_client, "heinola", vanhat="")
    past = {name: cells for name, cells in rows_of(shown).items() if name not in now}
    years = {name: re.match(r"\d{4}", cells[1])[0] for name, cells in past.items() if len(cells) == 6}
    assert set(years.values()) == {"2007", "2010", "2011", "2012"}  # the newest years of Sotkanet's series 1990–2012
    for name, year in years.items():
        assert past[name][1].endswith(f"{timezone.localdate().year - int(year)} vuotta vanha")
    assert text_of(shown).count("THL, Sotkanet</a> (2012)") == 1  # one source, by old borders and by today's
    assert "Näytä vanhat luvut" not in text_of(shown)


def test_indices_stand_in_the_groups_of_their_composites(page_client, pack_figures):
    headings = headings_of(page_of(page_client, "heinola"))
    groups = [
        "Kaikki yhteensä ja osa-alueet", "Inhimillinen huono-osaisuus", "Huono-osaisuuden sosiaaliset seuraukset",
        "Huono-osaisuuden taloudelliset yhteydet",
    ]  # fmt: skip
    assert [heading for heading in headings if heading in groups] == groups


def test_a_county_is_compared_with_counties_only(page_client, pack_figures):
    page = page_of(page_client, "paijat-hameen-hyvinvointialue")
    values = figures_of("diak-2011-2020", "huono-osaisuus", 2020)
    counties = {key: value for key, value in values.items() if key.startswith("hyvinvointialue")}
    place = 1 + sum(value > counties[COUNTY] for value in counties.values())
    row = rows_of(page)["Huono-osaisuus yhteensä"]
    assert (row[0], row[2]) == ("116", f"{place}. / {len(counties)}")  # Diak: 115.7
    assert "alueiden mediaani = 100" in text_of(page)


def test_the_country_is_compared_with_nobody(page_client, pack_figures):
    page = page_of(page_client, "koko-maa")
    assert "Sija" not in text_of(page)
    assert rows_of(page)["Väkiluku"][:2] == ["5 635 971 hlö", "2024"]


def test_an_area_without_figures_says_so(page_client, pack_figures):
    page = page_of(page_client, "hameenkoski")
    assert "Tästä alueesta ei ole kymmenen viime vuoden lukuja." in text_of(page)


def test_a_former_municipality_tells_when_it_ended(page_client, pack_figures):
    page = page_of(page_client, "nastola")
    assert "se oli olemassa vuoden 2015 loppuun" in text_of(page)
    assert not any("Suurimmat muutokset" in heading for heading in headings_of(page))


def test_only_an_area_whose_borders_moved_marks_its_old_figures(page_client, pack_figures):
    lahti, heinola = (text_of(page_of(page_client, slug, vanhat="")) for slug in ("lahti", "heinola"))
    assert "vuoden 2013 kuntajaolla" in lahti
    assert "vuoden 2013 kuntajaolla" not in heinola
    assert "Hytin laskema nykyisille rajoille" in lahti


def test_an_unknown_area_is_not_found(page_client, pack_figures):
    assert page_of(page_client, "atlantis").status_code == 404


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
@pytest.mark.parametrize("slug", ["lahti", "paijat-hameen-hyvinvointialue", "koko-maa", "nastola"])
def test_a_profile_opens_in_every_language(page_client, pack_figures, language, slug):
    with override(language):
        address = reverse("indicators:area", args=[slug])
    assert page_client.get(address).status_code == 200


def test_the_profile_links_to_the_structures_and_to_the_differences_within(page_client, pack_figures):
    text = text_of(page_of(page_client, "heinola"))
    assert reverse("structures:municipality", args=["heinola"]) in text
    assert reverse("indicators:inequality", args=["heinola"]) in text


def test_the_pyramid_holds_everybody_who_was_counted(pack_figures):
    people = population.people(pack_figures, HEINOLA)
    of_the_year = [row for row in csv_rows("sotkanet-127") if row["area"] == HEINOLA and row["year"] == "2019"]
    assert people.counted.year == 2019
    assert people.counted.total == float(of_the_year[0]["value"])
    assert sum(people.counted.men.values()) + sum(people.counted.women.values()) == people.counted.total
    assert [ages.year for ages in people.projected] == [2024, 2035, 2040]


def test_the_number_of_questions_does_not_grow_with_the_indicators(pack_figures, monkeypatch):
    asked = []
    answer = Snapshot.asked

    def counted(self, question, **rest):
        asked.append(question)
        return answer(self, question, **rest)

    monkeypatch.setattr(Snapshot, "asked", counted)
    today, area = dt.date(2026, 11, 24), pack_figures.area(HEINOLA)
    areas.profile(pack_figures, area, today)
    with_all = len(asked)
    few = dict(list(catalogue.by_key().items())[:5])
    monkeypatch.setattr(catalogue, "by_key", lambda: few)
    asked.clear()
    areas.profile(pack_figures, area, today)
    assert with_all == len(asked) <= 2


def definition(**fields):
    told = {
        "kind": "share",
        "index_median": None,
        "lower_is_better": True,
        "years": 1,
        "interval": None,
        "per": None,
        "part_of": None,
    }
    return SimpleNamespace(**{"key": "a", "name": "Luku", "decimals": 1, **told, **fields})


def standing(*values, covers=True):
    by_area = {f"kunta-{at:03}": value for at, value in enumerate(values)}
    return Standing("a", 2020, by_area, tuple(sorted(values)), covers)


def test_equal_values_are_not_better_and_share_a_place():
    found = standing(1.0, 2.0, 2.0, 3.0)
    assert found.share_better(2.0, lower_is_better=True) == 0.25
    assert found.share_better(2.0, lower_is_better=False) == 0.25
    assert found.place("kunta-001", found.values) == found.place("kunta-002", found.values) == (2, 4)
    assert found.place("kunta-001", ["kunta-001"]) is None


def test_quantiles_are_interpolated_between_neighbours():
    found = standing(1.0, 2.0, 3.0, 4.0)
    assert [found.quantile(part) for part in (0, 0.25, 0.5, 1)] == [1.0, 1.75, 2.5, 4.0]


@pytest.mark.parametrize(("share", "text"), [(0.0, "0 %"), (0.001, "1 %"), (0.999, "99 %"), (1.0, "100 %")])
def test_only_all_the_areas_are_a_hundred_per_cent(share, text):
    assert areas.percent(share).replace("\xa0", " ") == text


@pytest.mark.parametrize("lower_is_better", [True, False])
def test_the_better_end_of_a_spine_is_always_on_the_left(lower_is_better):
    found = standing(*(float(value) for value in range(1, 42)))
    best, worst = (5.0, 37.0) if lower_is_better else (37.0, 5.0)
    drawn = spines.spine(definition(lower_is_better=lower_is_better), found, best, [worst])
    axis = spines.AXES[drawn.kind]
    assert axis.share(drawn.own) < axis.share(drawn.spread.median) < axis.share(drawn.others[0])


def test_too_few_areas_have_no_band():
    assert spines.spine(definition(), standing(1.0, 2.0, covers=False), 1.0, [2.0]).spread is None


def line(better, *, median=None, value=10.0, name="Luku"):
    told = definition(kind="index" if median else "share", index_median=median)
    return SimpleNamespace(better=better, definition=told, fact=SimpleNamespace(value=value), name=name)


@pytest.mark.parametrize(
    ("lines", "level", "said"),
    [
        ([line(0.95, median="kunta", value=320.0)], "kunta", "Luku: yli kolme kertaa kuntien mediaani"),
        ([line(0.95, median="kunta", value=160.0)], "kunta", "Luku: yli puolitoista kertaa kuntien mediaani"),
        ([line(0.95)], "hyvinvointialue", "Luku: heikoimmassa kymmenyksessä hyvinvointialueista"),
        ([line(0.5), line(0.05, name="Hyvä")], "kunta", "Hyvä: parhaassa kymmenyksessä maan kunnista"),
        ([line(0.5)], "kunta", ""),
        ([line(None)], "kunta", ""),
        ([], "kunta", ""),
    ],
)
def test_a_finding_passes_a_rule_or_there_is_none(lines, level, said):
    assert findings.finding(lines, level) == said


def test_the_trend_of_diabetes_medication_is_told_and_means_of_years_are_not(pack_figures):
    profile = areas.profile(pack_figures, pack_figures.area(LAHTI), dt.date(2026, 11, 24))
    [diabetes] = findings.moves([profile.line("diabeteslaakkeiden-erityiskorvaus")], YEARS)
    # THL, Sotkanet 683: Lahti 9.6 in 2018 and 11.5 in 2023
    assert (diabetes.first, diabetes.last) == ("9,6\xa0%", "11,5\xa0%")
    assert (diabetes.change, diabetes.certainty, diabetes.better) == ("+20\xa0%", "nousu on selvä", None)
    [index] = findings.moves([profile.line("pitkaaikaistyottomyys-indeksi")], YEARS)
    assert index.certainty == "usean vuoden keskiarvoja, varmuutta ei voi laskea"


def test_the_greatest_changes_come_first_and_old_ones_not_at_all(pack_figures):
    profile = areas.profile(pack_figures, pack_figures.area(HEINOLA), dt.date(2026, 11, 24))
    found = findings.moves(profile.lines, YEARS)
    before, now = (
        figures_of("diak-2011-2020", "taydentava-toimeentulotuki-indeksi", year)[HEINOLA] for year in (2015, 2020)
    )
    assert found[0].line.definition.key == "taydentava-toimeentulotuki-indeksi"
    assert found[0].change == f"−{100 - 100 * now / before:.0f}\xa0%"
    assert found[0].better is True
    assert findings.moves(profile.lines, range(2025, 2027)) == []
    assert all(move.line.definition.key != areas.PROJECTION for move in found)


def people_facts(*rows):
    return [
        Fact("vaesto", "kunta-1", 2020, sex, age, value, None, None, None, None, None, "d") for sex, age, value in rows
    ]


def test_a_hidden_age_leaves_the_whole_picture_out():
    assert population._banded(people_facts(("male", "0", 3.0), ("male", "1", None))) == {}


def test_ages_gather_into_bands_of_five_and_the_oldest_into_one():
    found = population._banded(people_facts(*(("male", age, 1.0) for age in ("0", "4", "5-9", "94", "95", "100+"))))
    assert found == {0: 2.0, 5: 1.0, 90: 1.0, 95: 2.0}
    assert population._banded(people_facts(("male", "0-14", 9.0))) == {}
