"""What stands behind the pages: parts that add up, tables that cannot be counted whole, titles, names, pictures."""

from __future__ import annotations

import re
from decimal import Decimal
from types import SimpleNamespace

import numpy as np
import pytest
from django.utils import translation

from coefficient.conftest import three_areas
from coefficient_pages import text_of
from factories import make_coefficient_table
from hytti.coefficient import words
from hytti.coefficient.counties import counties, county_name
from hytti.coefficient.drawing.columns import Column, column_chart
from hytti.coefficient.drawing.scale import Move, scale_chart
from hytti.coefficient.example import example_table
from hytti.coefficient.forms.numbers import NumberField
from hytti.coefficient.queries import county, what_if, years
from hytti.coefficient.queries.frame import EXAMPLE
from hytti.coefficient.queries.loaded import loaded, of_record
from hytti.core.numbers import number
from hytti.methods.coefficient import Options, Table, coefficient
from hytti.methods.coefficient.rules import rules
from hytti.methods.coefficient.table import COUNTIES

RULES = rules("county", 2026)


@pytest.fixture(autouse=True)
def _finnish():
    with translation.override("fi"):
        yield


@pytest.mark.parametrize("options", [Options(), Options(halves="weights"), Options(absent="lowest")])
@pytest.mark.parametrize("table", [example_table("county"), three_areas()], ids=["whole", "partial"])
def test_the_parts_of_an_area_add_up_to_its_points(options, table):
    result = coefficient(table, RULES, options)
    for at in range(len(table.areas)):
        parts = county.contributions(result, at)
        assert sum(one.got for one in parts) == pytest.approx(result.K[at])
        assert all(0 <= one.got <= one.most + 1e-9 for one in parts)


@pytest.mark.parametrize("mean", ["weighted", "plain"])
def test_what_full_points_would_bring_is_what_the_sum_gives_when_they_are_had(mean):
    """Of the worked example: were B's points of checkups 100, K of B were 76,786 and nobody else's would change."""
    options = Options(national_mean=mean)
    table = three_areas()
    before = coefficient(table, RULES, options)
    after = coefficient(table.changed({"09": {"checkups_age_4": 80.0}}), RULES, options)
    [part] = [one for one in county.contributions(before, 1) if one.rule.key == "checkups_age_4"]
    assert float(part.at_stake) == pytest.approx(float(after.euros[1] - before.euros[1]), abs=0.02)


def half_table() -> Table:
    """Only activity, so that K cannot be counted; one area lacks its figure."""
    latest = {"checkups_age_4": [40, 60, np.nan], "mmr": [94, 96, 98]}
    return Table.of("county", ["07", "09", "10"], [100, 200, 300], latest, names=["a", "b", "c"], years=(2024, 2023))


@pytest.fixture
def half(paijat_hame):
    return make_coefficient_table(table=half_table(), state="published")


@pytest.mark.django_db
def test_a_table_without_results_shows_what_is_known_and_no_euros(page, half):
    text = text_of(page())
    assert "Ero kertoimeen 1" not in text
    assert "Toiminta, keskiarvo" in text
    assert "Sija ei tietoa" in text
    assert not re.search(r"vaihteluväli [\d–]", text)
    assert "Muilta alueilta puuttuu tietoja: 1 alueelta." in text
    for name in ("what_if", "summary", "indicator"):
        assert page(name, *(["mmr"] if name == "indicator" else [])).status_code == 200
    tried = text_of(page("what_if", **{"oma-mmr": "97", "vaihteluvali": "on"}))
    assert "Kerrointa ei voi laskea, koska tietoja puuttuu." in tried
    assert "Muutos nykyiseen" not in tried
    assert not re.search(r"\bnan\b", tried, re.I)


@pytest.mark.django_db
def test_an_area_without_its_figure_gets_no_steps_and_says_why(page, paijat_hame):
    table = half_table()
    order = ["10", "07", "09"]
    made = Table.of("county", order, [1, 2, 3], dict(table.latest), names=list("abc"), years=(2024, 2023))
    make_coefficient_table(table=made, state="published")
    text = text_of(page("indicator", "checkups_age_4"))
    assert "Alueen luku puuttuu" in text
    assert "ei tietoa" in text
    assert "tietoa ei ole: 0 pistettä" in text_of(page())
    assert "Ei kata kulua" in text_of(page("indicator", "checkups_age_4", kulu="1", vuodet="1"))


@pytest.mark.django_db
def test_a_figure_that_nobody_can_have_scaled_says_so(page, paijat_hame):
    """The year before is zero for everybody: there is no relative change."""
    table = Table.of(
        "county", ["07", "09"], [1, 2], {"neet": [11, 12], "mmr": [95, 96]}, {"neet": [0, 0]}, years=(2024, 2023)
    )
    make_coefficient_table(table=table, state="published")
    assert "Kenelläkään ei ole lukua, jonka voisi skaalata." in text_of(page("indicator", "neet"))
    assert "suhteellista muutosta ei ole" in text_of(page())


@pytest.mark.django_db
def test_a_table_of_a_year_without_the_coefficient_shows_points_but_no_other_money(page, paijat_hame):
    make_coefficient_table(table=three_areas(), funding_year=2023, state="published")
    text = text_of(page(vuosi="2023"))
    assert "Kerroin ei vaikuttanut rahaan tänä rahoitusvuonna." in text
    assert "8 081 886" not in text  # the residents of 2021 are not in the test's store
    assert "Mistä pisteet koostuvat" not in text
    assert "Päijät-Häme 12,0 12,0 0,0" in text_of(page("indicator", "disability_pension_young", vuosi="2023"))


@pytest.mark.django_db
def test_a_figure_at_the_end_of_the_possible_has_no_step_further(page, paijat_hame):
    table = three_areas().changed({"09": {"checkups_age_4": 100.0}})
    make_coefficient_table(table=table, state="published")
    text = text_of(page("indicator", "checkups_age_4"))
    assert "Askel parempaan" not in text
    assert "Askel huonompaan 100,0 → 99,9 %" in text


@pytest.mark.django_db
def test_a_table_without_the_own_area_is_as_no_table(page, paijat_hame):
    table = Table.of("county", ["07"], [100], {"mmr": [95]}, years=(2024, 2023))
    make_coefficient_table(table=table, state="published")
    assert "Mitä tiedetään ilman THL:n taulukkoa" in text_of(page())
    assert "Alueiden lukuja ei ole" in text_of(page("indicator", "mmr"))


@pytest.mark.django_db
def test_rounding_by_choice_is_told_in_the_explanation(paijat_hame):
    from hytti.coefficient.queries.explaining import explained

    found = loaded(EXAMPLE, "county", 2026)
    told = explained(found, found.result(Options(round_k=2)), "09")
    assert "Pyöristetty 2 desimaaliin." in told.children[2].how


@pytest.mark.parametrize(
    "options",
    [
        Options(),
        Options(halves="weights", absent="lowest"),
        Options(forms_correction="after", national_mean="plain"),
        Options(tie="zero", round_K=0),
    ],
)
def test_every_figure_of_every_explanation_has_its_words(options):
    from hytti.coefficient.queries.explaining import explained

    for level in ("county", "municipality"):
        if level == "municipality" and options.national_mean == "plain":
            continue  # the decree itself weights
        found = loaded(EXAMPLE, level, 2026)
        result = found.result(options)
        for area in found.table.areas[:5]:
            waiting = [explained(found, result, area)]
            while waiting:
                told = waiting.pop()
                assert told.name, told
                assert told.value, told
                waiting += told.children


def test_years_before_the_coefficient_are_explained_too():
    from hytti.coefficient.queries.explaining import explained

    found = loaded(EXAMPLE, "county", 2026)
    older = coefficient(found.table, rules("county", 2024))
    told = explained(found, older, "09")
    assert told.how == "perushinta × asukkaat; kerroin ei ollut käytössä"


@pytest.mark.parametrize(
    ("prices", "title"),
    [
        (["20"], "Perushinta asukasta kohti"),
        (["20", "19"], "Perushinta laski 5,0 prosenttia"),
        (["20", "20"], "Perushinta pysyi ennallaan"),
        (["20", "21"], "Perushinta nousi 5,0 prosenttia"),
        (["20", "30"], "Perushinta nousi yli puolella"),
    ],
)
def test_the_title_of_the_prices(prices, title):
    assert years.price_title([SimpleNamespace(base_price=Decimal(price)) for price in prices]) == title


@pytest.mark.django_db
def test_a_year_that_municipalities_have_no_rules_for_leaves_them_out(page, monkeypatch):
    from hytti.coefficient.queries import money
    from hytti.methods.coefficient import UnknownYear

    def unknown(level, year):
        raise UnknownYear(level, year, [])

    for module in ("money", "method"):
        monkeypatch.setattr(f"hytti.coefficient.queries.{module}.rules", unknown)
    assert money.towns(2027) == ([], None)
    assert "Mitä kerroin on kunnille" not in text_of(page())
    assert "Kuntien kerroin" not in text_of(page("method"))
    assert page("summary").status_code == 200


def test_the_counties_are_those_that_take_part():
    """Statistics Finland, wellbeing services counties 2026, without Åland; names in three languages."""
    assert set(counties()) == set(COUNTIES)
    assert (county_name("09", "fi"), county_name("09", "sv")) == ("Päijät-Häme", "Päijänne-Tavastland")
    assert county_name("90", "en") == "Helsinki"
    assert county_name("99") == "99"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("145188.53", "145200"),
        ("14457736", "14460000"),
        ("-726.4", "-726"),
        ("0", "0"),
        ("9999.6", "10000"),
        ("5", "5"),
    ],
)
def test_a_headline_has_four_digits(value, text):
    assert words.rounded(Decimal(value)) == Decimal(text)


def test_money_follows_the_language():
    assert words.euros(Decimal("145188.53")) == "145\u00a0189\u00a0€"
    assert words.euros(Decimal("145188.53"), 2, "sv") == "145\u00a0188,53\u00a0€"
    assert words.euros(Decimal("-5"), 0, "en") == "−€5"
    assert words.signed_euros(Decimal("5"), 0, "en") == "+€5"
    assert words.euros(None) == "ei tietoa"
    assert words.value(97, 0, "%", "en") == "97%"
    assert words.value(None, 0, "%") == "ei tietoa"


def test_a_table_is_read_from_the_database_once_and_few_are_kept(db):
    records = [make_coefficient_table(table=three_areas()) for _ in range(10)]
    first = [of_record(record).table for record in records]
    assert of_record(records[-1]).table is first[-1]
    assert of_record(records[0]).table is not first[0]


class TestNumbersAsTyped:
    field = NumberField(low=0, high=1_000_000, required=False)

    @pytest.mark.parametrize(
        ("typed", "read"),
        [("52,5", 52.5), ("52.5", 52.5), (" 4\u00a0500 ", 4500.0), ("", None), ("1e3", 1000.0), ("+7", 7.0)],
    )
    def test_is_read_as_meant(self, typed, read):
        assert self.field.clean(typed) == read

    def test_a_true_minus_is_a_minus(self):
        assert NumberField().clean("−5") == -5.0

    def test_what_is_read_is_written_back_by_the_language(self):
        assert self.field.prepare_value(4500.5) == "4\u00a0500,5"
        assert self.field.clean(self.field.prepare_value(4500.5)) == 4500.5


class TestPictures:
    def test_the_columns_stand_from_zero_in_proportion(self):
        columns = [Column("2025", 10.0, "10"), Column("2026", 20.0, "20", own=True)]
        svg = column_chart(columns, key="k", width=400, height=236, title="Otsikko", desc="Kuvaus")
        heights = [float(high) for high in re.findall(r'<rect[^>]*height="([\d.]+)"', svg)]
        assert heights == [90, 180]
        assert "ch-own" in svg

    @pytest.mark.parametrize("values", [[], [float("nan")], [0.0, 0.0], [-1.0, 5.0]])
    def test_columns_without_a_height_have_no_bar(self, values):
        columns = [Column(str(at), value, "–") for at, value in enumerate(values)]
        svg = column_chart(columns, key="k", width=300, height=200, title="Otsikko", desc="Kuvaus")
        assert "nan" not in svg
        assert 'height="-' not in svg

    @pytest.mark.parametrize(
        ("now", "then", "lower", "upper"),
        [
            (1.0, 1.05, None, None),
            (1.2, 0.8, 0.7, 0.9),
            (1.0, 1.0, 1.0, 1.0),
            (3.0, 3.001, 2.0, 9.0),
            (0.0, 0.0, None, None),
        ],
    )
    def test_the_scale_keeps_everything_inside(self, now, then, lower, upper):
        move = Move(now, f"nyt {now}", then, str(then), lower, upper)
        svg = scale_chart(
            move, key="s", width=326, title="Kerroin", desc="Kuvaus", tick_text=number, middle_text="keskiarvo"
        )
        places = [float(x) for x in re.findall(r'(?:cx|x)="(-?[\d.]+)"', svg)]
        assert all(0 <= x <= 326 for x in places)
        assert ("ch-band" in svg) == (lower is not None)

    def test_a_scale_without_words_in_the_middle(self):
        svg = scale_chart(Move(1, "a", 1.1, "b"), key="s", width=300, title="T", desc="D", tick_text=number)
        assert "ch-line" in svg


def test_what_was_changed_of_an_unknown_column_is_an_error():
    found = loaded(EXAMPLE, "county", 2026)
    with pytest.raises(KeyError):
        what_if.changed_lines(found, {"09": {"keksitty": 1.0}})
