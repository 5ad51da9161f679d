"""JSON-stat 2.0. Expected figures: the CSV files that the same queries were saved to; the format's own rules."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hytti.sources.jsonstat import parse
from hytti.sources.problems import Unexpected


def dataset(**more):
    told = {
        "version": "2.0",
        "class": "dataset",
        "id": ["Alue", "Vuosi"],
        "size": [2, 2],
        "dimension": {
            "Alue": {"label": "Area", "category": {"index": {"398": 1, "016": 0}, "label": {"016": "Asikkala"}}},
            "Vuosi": {"category": {"index": ["2023", "2024"]}},
        },
        "value": [1, None, 2.5, 4],
    }
    return json.dumps({**told, **more}).encode()


def cells(found, *names):
    return list(zip(*(found.table.column(name).to_pylist() for name in names), strict=True))


def test_the_projection_is_read_whole(stored):
    found = parse(stored("statfin_vaenn_pxt_14wx_2024_2035_2040.jsonstat2.json"), "here")
    assert found.table.num_rows == 93_000
    assert (found.source, found.updated) == ("Statistics Finland, population projection", "2024-10-24T05:00:00Z")
    assert [(axis.id, axis.label, len(axis.codes)) for axis in found.dimensions] == [
        ("Alue", "Area", 310),
        ("Vuosi", "Year", 3),
        ("Sukupuoli", "Sex", 1),
        ("Ikä", "Age", 100),
        ("Tiedot", "Information", 1),
    ]
    read = {(area, year, age): value for area, year, age, value in cells(found, "Alue", "Vuosi", "Ikä", "value")}
    # population_projection_2024_age1: SSS 2024 age 0 44297, 2035 age 40 83504; Lahti 2040 ages 0, 85 and 99
    assert read["SSS", "2024", "000"] == 44297
    assert read["SSS", "2035", "040"] == 83504
    assert [read["KU398", "2040", age] for age in ("000", "085", "099")] == [851, 988, 57]


def test_the_key_figures_of_municipalities_are_read_whole(stored):
    found = parse(stored("kuntien_avainluvut_2020_talous.jsonstat2.json"), "here")
    assert found.table.num_rows == 1860
    read = {(area, figure): value for area, figure, value in cells(found, "Alue", "Tunnusluku", "value")}
    # kuntien_avainluvut_2020_talous.csv, rows of Lahti and Sysmä
    assert read["398", "omavaraisuus_aste"] == 39
    assert read["398", "k_lainakanta_eur"] == 1_243_522
    assert read["781", "lainakanta_asuk"] == 928
    labels = dict(cells(found, "Tunnusluku", "Tunnusluku label"))
    assert labels["omavaraisuus_aste"] == "Equity ratio, %"
    assert ("398", "Lahti") in cells(found, "Alue", "Alue label")


def test_categories_stand_in_the_order_of_their_index_and_the_last_axis_runs_fastest():
    found = parse(dataset(), "here")
    assert cells(found, "Alue", "Alue label", "Vuosi", "value", "status") == [
        ("016", "Asikkala", "2023", 1.0, None),
        ("016", "Asikkala", "2024", None, None),
        ("398", "398", "2023", 2.5, None),
        ("398", "398", "2024", 4.0, None),
    ]


def test_an_axis_of_one_category_needs_no_index():
    told = {"Alue": {"category": {"label": {"016": "Asikkala"}}}}
    found = parse(dataset(id=["Alue"], size=[1], dimension=told, value=[3]), "here")
    assert cells(found, "Alue", "value") == [("016", 3.0)]


def test_only_some_cells_may_be_told():
    found = parse(dataset(value={"3": 7}, status={"0": ".."}), "here")
    assert cells(found, "value", "status") == [(None, ".."), (None, None), (None, None), (7.0, None)]


@pytest.mark.parametrize(
    ("status", "read"), [("p", ["p"] * 4), (["a", None, "b", "c"], ["a", None, "b", "c"]), (None, [None] * 4)]
)
def test_statuses_are_one_for_all_or_one_a_cell(status, read):
    assert parse(dataset(status=status), "here").table.column("status").to_pylist() == read


@pytest.mark.parametrize(
    "more",
    [
        {"class": "collection"},
        {"dimension": None},
        {"size": [2]},
        {"size": [2, 3]},
        {"id": ["Alue", "Kuu"]},
        {"dimension": {"Alue": {"category": {"index": {}}}, "Vuosi": {"category": {"index": ["2023", "2024"]}}}},
        {"value": [1, 2, 3]},
        {"value": {"4": 1}},
        {"value": {"-1": 1}},
        {"value": [1, 2, 3, "4"]},
        {"value": [1, 2, 3, True]},
        {"value": None},
        {"status": ["a"]},
        {"status": [1, 2, 3, 4]},
    ],
)
def test_another_shape_is_refused(more):
    with pytest.raises(Unexpected, match="another shape"):
        parse(dataset(**more), "here")


@given(st.lists(st.integers(1, 4), min_size=1, max_size=4), st.data())
def test_every_cell_comes_back_at_its_place(sizes, data):
    ids = [f"d{place}" for place in range(len(sizes))]
    count = 1
    for size in sizes:
        count *= size
    value = data.draw(st.lists(st.none() | st.floats(-1e9, 1e9), min_size=count, max_size=count))
    sparse = {str(place): each for place, each in enumerate(value) if each is not None}
    axes = {name: {"category": {"index": list(map(str, range(size)))}} for name, size in zip(ids, sizes, strict=True)}
    for told in (value, sparse):
        found = parse(dataset(id=ids, size=sizes, dimension=axes, value=told), "here")
        assert found.table.column("value").to_pylist() == value
        places = [
            sum(int(code) * step for code, step in zip(codes, _steps(sizes), strict=True))
            for codes in cells(found, *ids)
        ]
        assert places == list(range(count))


def _steps(sizes):
    steps = [1]
    for size in reversed(sizes[1:]):
        steps.insert(0, steps[0] * size)
    return steps
