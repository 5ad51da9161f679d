from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import numpy as np
import pytest

from hytti.methods.coefficient import Options, Table, coefficient
from hytti.methods.coefficient.explain import tree
from hytti.methods.coefficient.rules import rules


def node(top, key, indicator=""):
    (found,) = [each for each in top.walk() if each.key == key and each.params.get("indicator", "") == indicator]
    return found


def explained(table, made, area, **options):
    return tree(coefficient(table, made, Options(**options)), area)


def test_the_tree_goes_from_euros_to_each_raw_figure_its_year_and_its_source(three, three_rules):
    table = replace(three, sources={("injuries:before", ""): "THL 3037"})
    top = explained(table, three_rules, "A")
    assert (top.key, top.value, top.formula) == ("euros", Decimal("2811226.41"), "euros")
    assert [child.key for child in top.children] == ["base_price", "residents", "k"]
    assert node(top, "base_price").source == "1392/2022 2, 3 ja 3 a §"
    assert node(top, "residents").params == {"year": 2024}
    assert node(top, "national").formula == "weighted"
    points = node(top, "points", "injuries")
    assert (points.value, points.formula, points.source) == (100, "scaled_down", "1392/2022 3 § 3 mom.")
    change = node(top, "change", "injuries")
    assert (change.value, change.unit, change.formula) == (pytest.approx(-0.1), "ratio", "relative")
    before = node(top, "before", "injuries")
    assert (before.value, before.params["year"], before.source) == (10, 2023, "THL 3037")
    assert node(top, "latest", "injuries").params["year"] == 2024
    assert node(top, "greatest", "injuries").params["areas"] == ["C"]


def test_every_figure_of_the_tree_follows_from_its_children(counties, counties_2026):
    for area in ("09", "90"):
        for each in explained(counties, counties_2026, area).walk():
            values = {child.key: child.value for child in each.children}
            if each.formula == "euros":
                made = float(values["base_price"]) * values["residents"] * values["k"]
                assert float(each.value) == pytest.approx(made, abs=0.02)
            elif each.formula == "k":
                assert each.value == pytest.approx(values["K"] / values["national"])
            elif each.formula == "K":
                assert each.value == pytest.approx((values["process"] + values["result"]) / 2)
            elif each.formula == "mean":
                assert each.value == pytest.approx(np.mean([child.value for child in each.children]))
            elif each.formula in ("scaled", "scaled_down"):
                value = each.children[0].value
                share = (value - values["least"]) / (values["greatest"] - values["least"])
                assert each.value == pytest.approx(100 * (share if each.formula == "scaled" else 1 - share))
            elif each.formula == "relative":
                assert each.value == pytest.approx((values["latest"] - values["before"]) / values["before"])
            elif each.formula == "corrected":
                assert each.value == pytest.approx(values["latest"] * values["ratio"])
            elif each.formula == "ratio":
                assert each.value == pytest.approx(min(1, values["forms"] / values["births"]))


def test_the_rule_that_gave_the_points_is_named(three, three_rules, counties, counties_2026):
    def formulas(table, area, **options):
        top = explained(table, three_rules, area, **options)
        return {each.params["indicator"]: each.formula for each in top.walk() if each.key == "points"}

    assert formulas(three, "C")["hip_fractures"] == "target"
    assert formulas(three.changed({"A": {"mmr": np.nan}}), "A")["mmr"] == "missing"
    alike = three.changed({area: {"checkups_age_4": 60} for area in "ABC"})
    assert formulas(alike, "A")["checkups_age_4"] == "alike"
    target = node(explained(three, three_rules, "A"), "target", "mmr")
    assert target.params == {"indicator": "mmr", "kind": "at_least", "strict": True}
    top = explained(counties, counties_2026, "09", forms_correction="after")
    assert node(top, "points", "brief_intervention").formula == "corrected_points"
    level = node(top, "level", "brief_intervention")
    assert [child.key for child in level.children] == ["latest", "ratio"]


def test_an_indicator_that_nobody_has_is_said(three, three_rules):
    bare = replace(three, latest={key: three.latest[key] for key in three.latest if key != "mmr"})
    absent = node(explained(bare, three_rules, "A"), "points", "mmr")
    assert (absent.value, absent.formula) == (None, "absent")
    assert node(explained(bare, three_rules, "A", absent="lowest"), "points", "mmr").value == 0


def test_what_is_not_known_is_none(three, three_rules):
    bare = Table.of("county", three.areas, three.residents, {"checkups_age_4": [40, 60, np.nan]})
    top = explained(bare, three_rules, "C")
    assert top.value is None
    assert node(top, "k").value is None
    assert node(top, "latest", "checkups_age_4").value is None


def test_rounding_and_printed_weights_are_told(three, three_rules):
    top = explained(three, three_rules, "B", round_K=0, round_k=2, halves="weights")
    assert (node(top, "K").params, node(top, "K").formula) == ({"decimals": 0}, "K_by_weights")
    assert node(top, "k").params == {"decimals": 2}


def test_before_2026_the_tree_is_residents_and_price(three):
    top = explained(three, rules("county", 2024), "A")
    assert (top.formula, [child.key for child in top.children]) == ("euros_by_residents", ["base_price", "residents"])


def test_a_municipal_item_is_explained_as_answered_and_a_year_may_be_unknown():
    made = rules("municipality", 2026)
    table = Table.of(
        "municipality",
        ["398", "016"],
        [120_000, 8_000],
        {"absences": [0, 100], "falls": [150.0, 160.0]},
        {"falls": [140.0, 160.0]},
    )
    top = explained(table, made, "016")
    item = node(top, "points", "absences")
    assert (item.value, item.formula, [child.key for child in item.children]) == (100, "item", ["latest"])
    assert node(top, "latest", "falls").params["year"] is None
    change = node(top, "change", "falls")
    assert (change.value, change.unit, change.formula) == (0, "periods_per_10000", "absolute")


def test_an_unknown_area_is_refused(three, three_rules):
    with pytest.raises(ValueError, match="'D'"):
        explained(three, three_rules, "D")
