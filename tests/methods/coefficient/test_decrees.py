"""The decrees' tables, typed from the statute book: 1392/2022 (1244/2023, 873/2024, as in force in 2026) and 1393/2022
(1243/2023, 870/2024, 1270/2025)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from hytti.methods.coefficient import UnknownYear, known_years
from hytti.methods.coefficient.rules import UNITS, BrokenRules, read, rules

ALL = [("county", year) for year in range(2023, 2027)] + [("municipality", year) for year in range(2023, 2027)]
PROCESS_2022 = [
    ("Lastenneuvolan 4-vuotiaiden terveystarkastuksista poisjäävien tuen tarpeen selvittäminen", 0.0625),
    ("Kouluterveydenhuollon 8.-luokkalaisten terveystarkastuksista poisjäävien tuen tarpeen selvittäminen", 0.0625),
    ("Koulukuraattorin työpanoksen määrä viikossa jaettuna 100 oppilaalla", 0.0625),
    ("Koulupsykologin työpanoksen määrä viikossa jaettuna 100 oppilaalla", 0.0625),
    ("Elintapaneuvonnan toteutuminen tyypin 2 diabetesriskissä oleville Käypä hoito -suosituksen mukaisesti", 0.0625),
    ("Alkoholinkäytön mini-intervention toteutuminen, kun juomiseen liittyy haitta tai haittariski", 0.0625),
    ("Lasten tuhkarokko-vihurirokko-sikotauti (MPR) -rokotuskattavuus", 0.0625),
    ("Työttömien toteutuneiden terveystarkastusten osuus suhteessa työttömien kokonaismäärään", 0.0625),
]
PROCESS_2024 = [(name, 0.0833) for name, _ in PROCESS_2022 if not name.startswith(("Koulukur", "Koulupsy"))]
RESULT_2022 = [
    (
        (
            "Vammojen ja myrkytysten hoidosta aiheutuvat sairaalahoitojaksot tai sairaalassa hoidetut potilaat tai "
            "molemmat"
        ),
        0.1,
    ),
    ("Lonkkamurtumat 65 vuotta täyttäneillä, prosenttia vastaavanikäisestä väestöstä", 0.1),
    (
        "Ei työssä, koulutuksessa eikä asevelvollisuutta suorittamassa olevat 18–24-vuotiaat, prosenttia ikäluokasta",
        0.1,
    ),
    ("Toimeentulotukea pitkäaikaisesti saaneet 25–64-vuotiaat, prosenttia ikäluokasta", 0.1),
    (
        (
            "Mielenterveyshäiriöiden vuoksi työkyvyttömyyseläkettä saavat 18–34-vuotiaat (pois lukien elimelliset "
            "aivo-oireyhtymät ja älyllinen kehitysvammaisuus), prosenttia vastaavanikäisestä väestöstä"
        ),
        0.1,
    ),
]
ROWS_2026 = [
    ("Lastenneuvolan 4-vuotiaiden terveystarkastuksista poisjäävien tuen tarpeen selvittäminen", None, None, 0.0833),
    (
        "Kouluterveydenhuollon 8.-luokkalaisten terveystarkastuksista poisjäävien tuen tarpeen selvittäminen",
        None,
        None,
        0.0833,
    ),
    (
        "Elintapaneuvonnan toteutuminen tyypin 2 diabetesriskissä oleville Käypä hoito -suosituksen mukaisesti",
        None,
        None,
        0.0833,
    ),
    # Printed "MRP"; the vaccine is MPR.
    ("Lasten tuhkarokko-sikotauti-vihurirokko (MPR) -rokotuskattavuus", 97, "at_least", 0.0833),
    (
        "Alkoholinkäytön mini-intervention toteutuminen, kun juomiseen liittyy haitta tai haittariski",
        None,
        None,
        0.0833,
    ),
    ("Työttömien toteutuneiden terveystarkastusten osuus suhteessa työttömien kokonaismäärään", None, None, 0.0833),
    ("Vammojen ja myrkytysten vuoksi sairaalassa hoidetut potilaat", 50, "at_most", 0.1),
    ("Lonkkamurtumat 65 vuotta täyttäneillä", 0.5, "at_most", 0.1),
    (
        "Ei työssä, koulutuksessa eikä asevelvollisuutta suorittamassa olevat 18–24-vuotiaat (NEET)",
        10,
        "at_most",
        0.1,
    ),
    ("Perustoimeentulotukea pitkäaikaisesti saaneet 25–64-vuotiaat", 1, "at_most", 0.1),
    ("Mielenterveyshäiriöiden vuoksi työkyvyttömyyseläkettä saavat 18–34-vuotiaat", 0.6, "at_most", 0.1),
]
ITEMS = """
Kouluympäristön terveellisyyden ja turvallisuuden sekä kouluyhteisön hyvinvoinnin tarkastaminen kolmen vuoden
välein

Oppilaiden poissaolojen kokonaismäärää seurataan koko koulussa

Koulussa pitkät liikuntavälitunnit

Koulussa noudatetaan Valtion ravitsemusneuvottelukunnan kouluruokailusuositusta koululounaan ja välipalojen
järjestämisessä

Liikunnan edistämisestä vastaavat viranhaltijat osallistuvat toimielinten vaikutusten ennakkoarviointiin

Kunta kutsuu säännöllisesti koolle liikuntaseurojen ja yhdistysten yhteiskokouksen

Lasten ja nuorten liikunta-aktiivisuutta raportoidaan vuosittain kunnan hyvinvointikertomuksessa tai
vastaavassa kertomuksessa

Kunnassa järjestetään kohdennettuja liikkumisryhmiä liikuntaseuratoiminnan ulkopuolella oleville lapsille ja
nuorille

Kunnassa toimii liikunnan edistämistä käsittelevä poikkihallinnollinen työryhmä

Kunnan tarkastuslautakunnan arviointikertomuksessa arvioidaan valtuustokausittain kunnan hyvinvointi- ja
terveystavoitteiden toteutuminen

Kunnan talousarviossa ja taloussuunnitelmassa määritellään talousarviovuodelle mittarit, joilla seurataan
väestön hyvinvoinnin ja terveyden edistämisen tavoitteiden toteutumista

Kunnassa toimii erikseen nimetty asiantuntija, suunnittelija tai vastaava, joka koordinoi hyvinvoinnin ja
terveyden edistämistyötä

Kunnan palveluiden suunnittelussa ja kehittämisessä hyödynnetään asukasraateja ja foorumeja

Valtuustolle raportoidaan vuosittain väestön elintavoista ja niissä tapahtuneista muutoksista

Kunta madaltaa kulttuuriin osallistumisen kynnystä
"""
ITEM_NAMES = [" ".join(item.split()) for item in ITEMS.strip().split("\n\n")]
SOTKANET = {"1a": 286, "1b": 3906, "2": 3219, "3": 234, "4": 306, "5": 3959}


@pytest.mark.parametrize(
    ("level", "year", "price"),
    [
        ("county", 2023, "39.40"),
        ("county", 2024, "42.07"),
        ("county", 2025, "45.86"),
        ("county", 2026, "70.95"),
        ("municipality", 2023, "18.89"),
        ("municipality", 2024, "19.31"),
        ("municipality", 2025, "19.97"),
        ("municipality", 2026, "20.67"),
    ],
)
def test_the_base_price_of_a_year_is_the_decrees(level, year, price):
    assert rules(level, year).base_price == Decimal(price)
    assert rules(level, year).in_force_from == date(year, 1, 1)


@pytest.mark.parametrize(("year", "process"), [(2023, PROCESS_2022), (2024, PROCESS_2022), (2025, PROCESS_2024)])
def test_the_counties_older_lists_are_those_of_their_decree(year, process):
    made = rules("county", year)
    assert [(rule.name.fi, rule.weight) for rule in made.process] == process
    assert [(rule.name.fi, rule.weight) for rule in made.result] == RESULT_2022
    assert made.change == "absolute"
    assert not made.applies
    assert {rule.target for rule in made.indicators} == {None}


def test_the_counties_list_of_2026_is_the_decrees_row_by_row():
    made = rules("county", 2026)
    assert [(rule.name.fi, rule.target, rule.target_kind, rule.weight) for rule in made.indicators] == ROWS_2026
    assert [rule.half for rule in made.indicators] == ["process"] * 6 + ["result"] * 5
    assert [rule.key for rule in made.indicators if rule.corrected_by_forms] == ["brief_intervention"]
    assert [rule.lower_is_better for rule in made.indicators] == [False] * 6 + [True] * 5
    assert made.change == "relative"
    assert made.applies
    assert (made.data_years, made.residents_year) == ((2024, 2023), 2024)
    assert made.national_mean is None


@pytest.mark.parametrize("year", [2023, 2024, 2025, 2026])
def test_the_municipalities_list_is_the_annex(year):
    made = rules("municipality", year)
    assert [rule.name.fi for rule in made.process] == ITEM_NAMES
    assert [rule.number for rule in made.process] == [str(number) for number in range(1, 16)]
    assert {rule.weight for rule in made.process} == {0.0333}
    assert {rule.weight for rule in made.result} == {0.0833}
    expected = {number: id for number, id in SOTKANET.items() if number != "1b" or year < 2026}
    assert {rule.number: rule.source_ids["sotkanet"] for rule in made.result} == expected
    assert made.change == "absolute"
    assert made.national_mean == "weighted"


@pytest.mark.parametrize("year", [2023, 2024, 2025, 2026])
def test_the_municipal_targets_that_were_not_found_are_empty_and_said(year):
    made = rules("municipality", year)
    assert {rule.target for rule in made.result} == {None}
    assert any("tavoitetila" in note.fi and "löytynyt" in note.fi for note in made.notes)


@pytest.mark.parametrize(("level", "year"), ALL)
def test_every_year_names_its_law_and_speaks_three_languages(level, year):
    made = rules(level, year)
    assert made.law
    assert made.section
    assert all(source.address.startswith("https://") for source in made.sources)
    words = [rule.name for rule in made.indicators] + [rule.unit for rule in made.indicators] + list(made.notes)
    assert all(all(each) for each in words)
    assert all(rule.law and rule.unit_key in UNITS for rule in made.indicators)


@pytest.mark.parametrize("level", ["county", "municipality"])
def test_a_year_without_a_decree_is_unknown_and_the_known_ones_are_listed(level):
    assert known_years(level) == [2023, 2024, 2025, 2026]
    with pytest.raises(UnknownYear, match="2023, 2024, 2025, 2026") as raised:
        rules(level, 2027)
    assert (raised.value.funding_year, raised.value.known) == (2027, [2023, 2024, 2025, 2026])


def test_an_indicator_is_found_by_its_key_or_the_known_ones_are_listed():
    made = rules("county", 2026)
    assert made.indicator("mmr").target == 97
    with pytest.raises(ValueError, match="checkups_age_4"):
        made.indicator("mrp")


SMALL = """
level: county
funding_year: 2030
data_years: [2028, 2027]
residents_year: 2028
base_price: "80.00"
areas: 22
applies: true
change: relative
law: a law
section: a section
in_force_from: 2030-01-01
sources: [{text: a text, address: "https://example.org"}]
notes: []
indicators:
  - {key: a, number: "1", half: process, weight: 0.5, unit: percent, decimals: 1, law: 1, name: {fi: a, sv: a, en: a}}
  - {key: b, number: "1", half: result, weight: 0.5, unit: percent, decimals: 1, law: 1, name: {fi: b, sv: b, en: b}}
"""


def test_next_years_decree_is_a_file():
    made = read(SMALL)
    assert (made.base_price, [rule.key for rule in made.indicators]) == (Decimal("80.00"), ["a", "b"])


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("level: county", "level: region", "'region' is none of county, municipality"),
        ("level: county\n", "", "'level' is missing"),
        ("law: a law\n", "", "'law' is missing"),
        ("law: a law\n", "law: a law\nlay: a law\n", "'lay' is not known"),
        ('"80.00"', '"eighty"', "not well formed"),
        ("{text: a text,", "{words: a text,", "not well formed"),
        ("half: result", "half: outcome", "'outcome' is none of process, result"),
        ("half: result", "half: process", "Both halves"),
        ("key: b,", "key: a,", "same key"),
        ("key: b,", "key: b, colour: red,", "Indicator b"),
        ("key: b,", "", "Indicator ?"),
        ("key: b,", "key: b, target: 3,", "go together"),
        ("unit: percent", "unit: furlong", "'furlong'"),
        ("notes: []", "notes: [", "not YAML"),
    ],
)
def test_a_file_that_cannot_be_is_refused_in_words(old, new, says):
    assert old in SMALL
    with pytest.raises(BrokenRules, match=says.replace("?", r"\?")):
        read(SMALL.replace(old, new))


def test_a_file_must_be_a_mapping_and_hold_indicators():
    with pytest.raises(BrokenRules, match="mapping"):
        read("- county")
    with pytest.raises(BrokenRules, match="Both halves"):
        read(SMALL[: SMALL.index("indicators:")])


def test_a_file_under_another_years_name_is_refused(monkeypatch, tmp_path):
    (tmp_path / "county-2031.yaml").write_text(SMALL, encoding="utf-8")
    monkeypatch.setattr("hytti.methods.coefficient.rules.FOLDER", tmp_path)
    with pytest.raises(BrokenRules, match="county 2031 is of county 2030"):
        rules("county", 2031)
