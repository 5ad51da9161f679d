"""The definitions: every file loads, every text stands in three languages, nothing is judged without a reason."""

from __future__ import annotations

from collections import Counter

import pytest
from django.utils import translation
from pydantic import ValidationError
from ruamel.yaml import YAML

from hytti.indicators import catalogue, definitions
from hytti.indicators.definitions import Definition, Localised

FILES = sorted(definitions.FOLDER.glob("[!_]*.yaml"))
# Sotkanet's identifiers by the titles of its list of 2013, where the words of the key can be told from the title.
TITLES = {
    127: "vaesto",
    181: "tyottomat-tyovoimasta",
    493: "toimeentulotuen-saajat",
    683: "diabeteslaakkeiden-erityiskorvaus",
    761: "huoltosuhde",
    1280: "ikaluokka-16-64-osuus",
    3076: "aanestysaktiivisuus-kuntavaaleissa",
    3099: "pienituloisuusaste",
    3126: "gini-kerroin",
    3219: "koulutuksen-ulkopuolella-17-24",
}
# Government decree 1393/2022, result indicators of municipalities, by Sotkanet's identifiers.
MUNICIPAL_COEFFICIENT = {286, 3219, 234, 306, 3959}
# Government decree 1392/2022, result indicators of wellbeing services counties.
COUNTY_COEFFICIENT = {3037, 699}


@pytest.fixture(scope="module")
def known() -> dict[str, Definition]:
    return definitions.load()


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_file_loads(path):
    assert definitions.read_file(path)


def test_keys_stand_once_over_all_files(known):
    keys = [one.key for path in FILES for one in definitions.read_file(path)]
    assert [key for key, times in Counter(keys).items() if times > 1] == []
    assert known.keys() == set(keys)


def test_every_theme_and_group_is_in_the_vocabulary_and_used(known):
    words = definitions.vocabulary()
    assert {one.theme for one in known.values()} == {term.key for term in words.themes}
    assert {one.population_group for one in known.values()} == {term.key for term in words.groups}


def texts(one: Definition):
    yield from (one.name, one.short, one.why, one.how, one.unit, one.short_unit)
    yield from (text for text in (one.not_said, *(found.text for found in one.breaks)) if text)


def test_languages_are_not_left_in_finnish(known):
    same = [
        (one.key, text.fi)
        for one in known.values()
        for text in texts(one)
        if len(text.fi) > 12 and len({text.fi, text.sv, text.en}) < 3
    ]
    assert same == []


def test_names_of_indicators_are_told_apart_in_every_language(known):
    for language in ("fi", "sv", "en"):
        names = Counter(one.name.in_language(language) for one in known.values())
        assert [name for name, times in names.items() if times > 1] == []


def test_every_text_is_a_sentence_and_names_are_not(known):
    for one in known.values():
        for text in (one.short, one.why, one.how, *([one.not_said] if one.not_said else [])):
            assert all(words.endswith(".") for words in (text.fi, text.sv, text.en)), one.key
        assert not one.name.fi.endswith("."), one.key


def test_finnish_letters_are_there(known):
    words = " ".join(text.fi for one in known.values() for text in texts(one)).lower()
    for lost in ("vaesto", "haiirioi", "hairioi", "ikaisi", "lahtotiedot", "tyott"):
        assert lost not in words


def test_identifiers_of_sotkanet_are_those_of_its_titles(known):
    by_number = {one.sources["sotkanet"]: one.key for one in known.values() if "sotkanet" in one.sources}
    assert {number: by_number[number] for number in TITLES} == TITLES


def test_only_indicators_of_the_decrees_belong_to_the_coefficient(known):
    marked = {one.sources["sotkanet"]: one.coefficient for one in known.values() if one.coefficient}
    allowed = dict.fromkeys(MUNICIPAL_COEFFICIENT, "municipality") | dict.fromkeys(COUNTY_COEFFICIENT, "county")
    assert marked == {number: allowed[number] for number in marked}
    defined = {one.sources.get("sotkanet") for one in known.values()}
    assert allowed.keys() & defined == marked.keys()


def test_population_and_migration_have_no_good_direction(known):
    assert {one.lower_is_better for one in known.values() if one.theme in ("vaesto", "elinkeinot")} == {None}


def test_directions_are_those_of_the_words(known):
    assert known["tyottomat-tyovoimasta"].lower_is_better is True
    assert known["aanestysaktiivisuus-kuntavaaleissa"].lower_is_better is False
    assert known["diabeteslaakkeiden-erityiskorvaus"].lower_is_better is None


def test_an_index_of_a_median_says_that_levels_do_not_compare(known):
    indexes = [one for one in known.values() if one.index_median]
    assert len(indexes) == 26 + 5
    for one in indexes:
        assert "mediaanialue on 100" in one.how.fi
        assert one.not_said is not None
        assert one.years == 3
        assert one.part_of is None or one.part_of in known


def test_an_interval_needs_a_scale(known):
    assert [one.key for one in known.values() if one.interval and not one.per] == []


def test_nobody_is_said_to_have_checked_what_nobody_checked(known):
    assert {one.checked_by for one in known.values()} == {""}
    assert all(one.authored_by for one in known.values())


def test_a_text_speaks_the_language_of_the_page():
    text = Localised(fi="Väestö", sv="Befolkning", en="Population")
    for language, word in (("fi", "Väestö"), ("sv", "Befolkning"), ("en", "Population")):
        with translation.override(language):
            assert str(text) == word


@pytest.fixture
def row():
    """A definition as it stands in a file."""
    path = definitions.FOLDER / "terveys.yaml"
    return YAML(typ="safe").load(path.read_text(encoding="utf-8"))[0]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"name": {"fi": "Vain suomeksi"}}, "name"),
        ({"short": {"fi": "A.", "sv": " ", "en": "A."}}, "short"),
        ({"key": "Ääkkösiä"}, "key"),
        ({"kind": "percentage"}, "kind"),
        ({"lower_is_beter": True}, "lower_is_beter"),
        ({"index_median": "kylä"}, "index_median"),
    ],
)
def test_a_mistyped_definition_is_refused_by_its_field(row, change, field):
    assert Definition.model_validate(row)
    with pytest.raises(ValidationError) as refusal:
        Definition.model_validate({**row, **change})
    assert field in str(refusal.value)


def test_a_key_given_twice_is_refused(tmp_path, monkeypatch):
    text = (definitions.FOLDER / "terveys.yaml").read_text(encoding="utf-8")
    for name in ("a.yaml", "b.yaml"):
        (tmp_path / name).write_text(text, encoding="utf-8")
    monkeypatch.setattr(definitions, "FOLDER", tmp_path)
    with pytest.raises(ValueError, match=r"b\.yaml.*diabeteslaakkeiden-erityiskorvaus.*twice"):
        definitions.load.__wrapped__()


def test_a_national_definition_is_never_hidden_by_another_of_its_key(known, row, monkeypatch):
    other = Definition.model_validate({**row, "key": "oma", "theme": "tyo"})
    hiding = Definition.model_validate({**row, "decimals": 0})
    monkeypatch.setattr(catalogue, "OTHERS", [lambda: [other, hiding]])
    assert catalogue.get("oma") == other
    assert catalogue.get(hiding.key) == known[hiding.key]
    assert catalogue.get("ei-ole") is None
    themes = [one.theme for one in catalogue.all()]
    assert themes == sorted(themes, key=[term.key for term in definitions.vocabulary().themes].index)
