"""The sliders of a what-if: how far they go, what they are called, and that the field alone is sent."""

from __future__ import annotations

import re
from decimal import Decimal

import numpy as np
import pytest
from django.utils import translation

from coefficient_pages import text_of
from hytti.coefficient.forms.numbers import NumberField
from hytti.coefficient.queries.columns import named
from hytti.coefficient.queries.loaded import Loaded
from hytti.coefficient.queries.reach import reach_of
from hytti.methods.coefficient import Table
from hytti.methods.coefficient.rules import rules

AREAS = ["07", "09", "10"]


def reach(column: str, values: list[float], *, before: list[float] | None = None, area: str = "09", **others):
    table = Table.of(
        "county", AREAS, [1, 1, 1], {column: values} if column not in ("forms", "births") else others.pop("latest"),
        {column: before} if before else {}, **others,
    )  # fmt: skip
    found = Loaded(table, rules("county", 2026), None)
    return reach_of(found, named(found, column), area)


def ends(found) -> tuple[Decimal, Decimal, Decimal]:
    return found.low, found.high, found.step


def test_a_slider_goes_a_quarter_beyond_the_areas():
    """40 … 80 is 40 wide: ten over at both ends."""
    found = reach("checkups_age_4", [40, 60, 80])
    assert ends(found) == (30, 90, Decimal("0.1"))
    assert (found.now, found.target) == (60, None)
    assert found.part(60) == 0.5


def test_the_year_before_and_the_target_are_within():
    """NEET 9 … 12, the year before 13, target 10: 9 − 1 and 13 + 1. Injuries 78 … 138 reach down to the target 50."""
    assert ends(reach("neet", [9, 12, 10], before=[10, 13, 10])) == (8, 14, Decimal("0.1"))
    found = reach("injuries", [78, 100, 138])
    assert ends(found) == (28, 160, 1)
    assert found.target == 50


def test_a_slider_stays_within_what_is_possible():
    assert ends(reach("mmr", [80, 97, 100]))[:2] == (75, 100)
    assert ends(reach("neet", [0.1, 12, 10]))[0] == 0


def test_equal_figures_still_leave_room_and_zeros_leave_none():
    assert ends(reach("checkups_age_4", [40, 40, 40]))[:2] == (30, 50)
    assert reach("checkups_age_4", [0, 0, 0]) is None


def test_the_ends_are_whole_steps_and_a_wide_slider_has_steps_of_ten():
    assert ends(reach("checkups_age_4", [40.06, 60, 80.07]))[:2] == (30, Decimal("90.1"))
    counts = {"latest": {"brief_intervention": [50, 50, 50]}, "forms": [900, 3787, 20], "births": [800, 4004, 30]}
    assert ends(reach("births", [], **counts)) == (0, 8010, 10)
    assert ends(reach("forms", [], area="10", **counts)) == (0, 60, 1)


def test_what_is_not_known_has_no_mark_and_no_figure_at_all_has_no_slider():
    assert reach("checkups_age_4", [40, np.nan, 80]).now is None
    assert reach("checkups_age_4", [np.nan, np.nan, np.nan]) is None


@pytest.mark.parametrize(
    ("language", "text", "value"),
    [
        ("en", "4,004", 4004), ("en", "−1,234,567.5", -1_234_567.5), ("en", "52,5", 52.5), ("en", "0,125", 0.125),
        ("en", "4004", 4004), ("fi", "4,004", 4.004), ("fi", "4\u00a0004", 4004), ("sv", "4 004,5", 4004.5),
    ],
)  # fmt: skip
def test_a_number_is_read_as_the_language_writes_it(language, text, value):
    with translation.override(language):
        assert NumberField().clean(text) == value


@pytest.mark.django_db
class TestPage:
    def slider(self, response, column: str) -> dict[str, str]:
        html = response.content.decode()
        tag = re.search(rf'<input type="range"[^>]*id="id_oma-{column}_slider"[^>]*>', html)[0]
        return dict(re.findall(r'([\w-]+)="([^"]*)"', tag))

    def test_the_slider_is_called_by_the_label_and_has_no_name(self, page, three):
        response = page("what_if")
        found = self.slider(response, "mmr")
        assert "name" not in found
        assert f'id="{found["aria-labelledby"]}">MPR-rokotuskattavuus</label>' in response.content.decode()
        # 94 … 97,5, the target 97 within: 0,875 over, cut to a whole step outwards
        assert (found["min"], found["max"], found["step"]) == ("93.1", "98.4", "0.1")

    def test_the_slider_is_hidden_until_the_script_shows_it(self, page, three):
        html = page("what_if").content.decode()
        assert html.count('type="range"') == html.count('<span class="cf-slider" hidden>') == 4

    def test_the_target_stands_beside_todays_figure(self, page, three):
        assert "nyt 96,0 %, tavoite vähintään 97 %" in text_of(page("what_if"))

    def test_an_english_page_is_read_back_as_it_was_written(self, page_client, paijat_hame):
        html = page_client.get("/en/coefficient/example/try/").content.decode()
        assert 'value="4,004"' in html
        fields = dict(re.findall(r'name="(oma-[\w-]+)" type="text" value="([^"]*)"', html))
        text = text_of(page_client.get("/en/coefficient/example/try/", fields))
        assert "4,004 →" not in text

    def test_figures_typed_for_one_area_are_not_taken_for_anothers(self, page, three):
        typed = {"toinen-checkups_age_4": "100", "toisen-luvut": "10"}
        assert "Kymenlaakso, 4-vuotiaiden" in text_of(page("what_if", toinen="10", **typed))
        text = text_of(page("what_if", toinen="07", **typed))
        assert "Kanta-Häme, 4-vuotiaiden" not in text
        assert "Mitään ei ole muutettu" in text

    def test_the_answer_is_told_to_screen_readers_in_one_sentence(self, page, three):
        html = page("what_if", **{"oma-checkups_age_4": "80"}).content.decode()
        assert re.search(r'data-announce="\+1\s741\s000\s€\. Pisteluku K muuttuu \+12,5 pistettä', html)

    def test_a_refused_page_is_sent_with_the_button(self, page, three):
        assert "hx-get" in page("what_if").content.decode()
        response = page("what_if", **{"oma-mmr": "103"})
        html = response.content.decode()
        assert "hx-get" not in html[html.index("cf-form") :]
        assert '<a href="#id_oma-mmr">MPR-rokotuskattavuus: Suurin mahdollinen luku on 100.</a>' in html
