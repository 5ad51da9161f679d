"""Sotkanet's stored answers and its known quirks. Figures: the stored answers, their sums as the source has them."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace

import pytest

from hytti.sources.problems import Code, Refused, Unexpected, Unreachable
from hytti.sources.records import Indicator, Organisation, SotkanetRegion, Words, fact_schema
from hytti.sources.sotkanet import Sotkanet, changed_title, facts_of, licence_of, renamed, renumbered
from hytti.sources.sotkanet_shapes import Row, indicators, plain_text, regions, rows_of_csv, rows_of_json
from sources.lying_server import Say

THL = Organisation(2, Words("Terveyden ja hyvinvoinnin laitos (THL)"))
DIABETES = Indicator(683, Words("Diabeteslääkkeet"), THL, ("total",), Words(), years=(2022, 2023))
HEADING = b"indicator;region;year;gender;primary value;absolute value\r\n"
AREAS = {
    9: SotkanetRegion(9, "016", "KUNTA", Words("Asikkala")),
    605: SotkanetRegion(605, "", "SAIRAANHOITOPIIRI", Words("Päijät-Hämeen SHP")),
    975: SotkanetRegion(975, "09", "HYVINVOINTIALUE", Words("Päijät-Hämeen hyvinvointialue")),
}


def codes(problems):
    return [found.code for found in problems]


def facts(*rows, indicator=DIABETES, areas=AREAS, years=(2022, 2023), genders=("total",)):
    return facts_of([Row(683, *row) for row in rows], indicator, areas, years, genders, "here")


@pytest.fixture
def sotkanet(server, client, stored):
    """Sotkanet on the lying server, with its regions; the server stands beside it as `server`."""
    server.say("/regions", stored("sotkanet_regions.json"))
    server.say("/json", stored("sotkanet_683_2022_2023.json"))
    server.say("/csv", stored("sotkanet_683_2022_2023.csv"))
    return Sotkanet(client, base=server.address)


@pytest.mark.parametrize("format", ["json", "csv"])
def test_the_figures_of_an_indicator_become_facts(sotkanet, server, clock, format):
    asked_at = clock.now
    got = sotkanet.data(DIABETES, format=format)
    assert (got.source, got.rows, got.problems) == ("sotkanet-683", 46, ())
    assert (got.licence, got.fetched_at) == ("CC BY 4.0", asked_at)
    assert got.address == f"{server.address}/{format}?indicator=683&years=2022&years=2023&genders=total"
    assert got.table.schema == fact_schema()
    rows = {(row["area"], row["year"]): row for row in got.table.to_pylist()}
    lahti = {"indicator": "sotkanet-683", "sex": "total", "value": 11.5, "count": 7788.0}
    assert rows["kunta-398", 2023] == {
        "area": "kunta-398", "year": 2023, "denominator": None, "flag": None, **lahti
    }  # fmt: skip
    assert rows["hyvinvointialue-09", 2022]["count"] == 14110
    assert rows["maa-FI", 2023]["count"] == 361307
    # The persons of the ten municipalities are those of the county
    assert sum(row["count"] for (area, year), row in rows.items() if area.startswith("kunta") and year == 2023) == 14861


def test_both_formats_say_the_same(sotkanet):
    assert sotkanet.data(DIABETES, format="json").table.equals(sotkanet.data(DIABETES, format="csv").table)


def test_an_answer_without_absolute_values_has_no_counts(stored):
    rows = rows_of_csv(stored("sotkanet_127_2009.csv"), "here")
    population = replace(DIABETES, id=127)
    found, problems = facts_of(
        rows, population, regions(stored("sotkanet_regions.json"), "here"), [2009], ["total"], ""
    )
    assert problems == []
    assert {fact.area: fact.value for fact in found}["kunta-398"] == 100854
    assert {fact.count for fact in found} == {None}
    assert "maakunta-07" in {fact.area for fact in found}


def test_levels_the_facts_do_not_have_are_left_out_in_silence():
    found, problems = facts((9, 2022, "total", 1.0, None), (605, 2022, "total", 2.0, None))
    assert [fact.area for fact in found] == ["kunta-016"]
    assert problems == []


def test_a_count_without_a_value_is_kept_and_a_row_without_both_is_absent():
    [fact], _ = facts((9, 2022, "total", None, 7.0), (975, 2022, "total", None, None))
    assert (fact.area, fact.value, fact.count) == ("kunta-016", None, 7.0)


def test_absent_rows_stay_absent_and_none_at_all_is_told():
    assert facts() == ([], facts()[1])
    assert codes(facts()[1]) == [Code.NO_ROWS]


@pytest.mark.parametrize(("old", "current"), [(877, 957), (895, 975), (898, 978)])
def test_old_ids_of_counties_are_known(old, current):
    assert renumbered()[old] == current
    assert len(renumbered()) == 22


def test_a_row_of_an_old_county_id_is_of_the_county_of_today():
    [fact], problems = facts((895, 2022, "total", 9.5, 1.0))
    assert (fact.area, problems) == ("hyvinvointialue-09", [])


def test_rows_of_a_region_nobody_knows_are_left_out_and_told_once():
    found, problems = facts(
        (9, 2022, "total", 1.0, None), (999, 2022, "total", 1.0, None), (999, 2023, "total", 1.0, None)
    )
    assert len(found) == 1
    assert [(each.code, each.arguments) for each in problems] == [(Code.UNKNOWN_REGION, {"region": 999, "rows": 2})]


def test_rows_not_asked_for_are_left_out_and_told():
    found, problems = facts((9, 2022, "total", 1.0, None), (9, 1999, "total", 1.0, None), (9, 2022, "male", 1.0, None))
    assert len(found) == 1
    assert codes(problems) == [Code.UNASKED, Code.UNASKED]


def test_equal_repeats_are_one():
    assert len(facts(*[(9, 2022, "total", 1.0, 2.0)] * 3)[0]) == 1


def test_repeats_that_disagree_are_listed_and_nothing_is_taken():
    with pytest.raises(Unexpected) as error:
        facts((9, 2022, "total", 1.0, 2.0), (975, 2022, "total", 3.0, None), (9, 2022, "total", 1.5, 2.0))
    [found] = error.value.problems
    assert str(found) == (
        "The figure of kunta-016, 2022, total is here 1.5 (2.0) and was 1.0 (2.0) in row 1; leave one of them."
    )


def test_rows_of_another_indicator_are_refused():
    with pytest.raises(Unexpected, match="is about 4, not about 683"):
        facts_of([Row(4, 9, 2022, "total", 1.0, None)], DIABETES, AREAS, [2022], ["total"], "here")


def test_a_renamed_region_is_told_and_its_figures_are_taken(sotkanet):
    sotkanet._names = {"kunta-398": "Lahden kaupunki", "kunta-016": "Asikkala", "kunta-999": "Muu"}
    got = sotkanet.data(DIABETES)
    assert got.rows == 46
    assert [found.text for found in got.problems] == [
        "kunta-398 was called 'Lahden kaupunki' and is now called 'Lahti'."
    ]
    assert renamed(AREAS, {}) == []


def test_a_changed_title_is_told(sotkanet):
    assert codes(sotkanet.data(DIABETES, title="Diabetes").problems) == [Code.TITLE_CHANGED]
    assert sotkanet.data(DIABETES, title="Diabeteslääkkeet ").problems == ()
    assert changed_title(DIABETES, "") == []


@pytest.mark.parametrize(
    ("years", "asked"),
    [(None, [2022, 2023]), (range(2000, 2023), [2022]), ([2023, 2022, 2023], [2022, 2023])],
)
def test_only_years_the_indicator_has_are_asked_for(sotkanet, server, years, asked):
    sotkanet.data(DIABETES, years)
    path = next(request.path for request in server.asked if request.path.startswith("/json"))
    assert [int(part[6:]) for part in path.split("&") if part.startswith("years=")] == asked


def test_years_before_the_first_are_refused_without_asking(sotkanet, server):
    with pytest.raises(Refused, match=r"has no figures for the years asked; it has 2022-2023\."):
        sotkanet.data(DIABETES, [1999])
    assert server.asked == []


def test_an_indicator_of_the_list_does_not_tell_its_years(sotkanet):
    with pytest.raises(ValueError, match="fetch it by its id"):
        sotkanet.data(replace(DIABETES, years=None))
    assert sotkanet.data(replace(DIABETES, years=None), [2023, 2022]).rows == 46


def test_an_indicator_that_tells_no_sexes_is_asked_for_all(sotkanet, server):
    sotkanet.data(replace(DIABETES, sexes=()))
    assert server.asked[0].path.endswith("genders=total&genders=male&genders=female")


def test_data_unchanged_since_its_last_check_is_not_fetched_again(sotkanet, server, clock):
    old = replace(DIABETES, updated=clock.now.date() - dt.timedelta(days=30))
    sotkanet.data(old)
    before = len(server.asked)
    assert sotkanet.data(old).rows == 46
    assert len(server.asked) == before
    sotkanet.data(replace(old, updated=clock.now.date()))
    assert len(server.asked) == before + 1


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (Say(status=403), Refused),
        (Say(status=500), Unreachable),
        (Say(b"[]", cut=1), Unreachable),
        (Say(b"<html>Huoltokatko</html>"), Unexpected),
        (Say(b'{"error": 1}'), Unexpected),
        (Say(b'[{"indicator": 683, "region": 9, "gender": "total", "value": 1.0}]'), Unexpected),
        (Say(b'[{"indicator": 683, "region": 9, "year": "2022", "gender": "total"}]'), Unexpected),
        (Say(b'[{"indicator": 683, "region": 9, "year": true, "gender": "total"}]'), Unexpected),
        (Say(b'[{"indicator": 683, "region": 9, "year": 2022, "gender": "other", "value": 1.0}]'), Unexpected),
        (Say(b'[{"indicator": 683, "region": 9, "year": 2022, "gender": "total", "value": "1,0"}]'), Unexpected),
        (Say(b'[{"indicator": 683, "region": 9, "year": 2022, "gender": "total", "value": NaN}]'), Unexpected),
    ],
)
def test_an_answer_in_json_that_is_not_whole_is_refused(sotkanet, server, answer, error):
    server.say("/json", answer)
    with pytest.raises(error):
        sotkanet.data(DIABETES)


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"", Code.WRONG_COLUMNS),
        (b"indicator;region;year;value\r\n683;9;2022;1\r\n", Code.WRONG_COLUMNS),
        (HEADING.replace(b";", b","), Code.WRONG_COLUMNS),
        (HEADING + b"683;9;2022;total;1.0\r\n", Code.UNEVEN),
        (HEADING + b"683;9;2022;total;1,0;\r\n", Code.WRONG_CELL),
        (HEADING + b"683;Lahti;2022;total;1.0;\r\n", Code.WRONG_CELL),
        (HEADING + b"683;9;2022;kaikki;1.0;\r\n", Code.WRONG_SHAPE),
        (HEADING + b"683;9;2022;total;inf;\r\n", Code.WRONG_SHAPE),
        (HEADING + "683;9;2022;total;1.0;ä\r\n".encode("latin-1"), Code.NOT_TEXT),
        (b"<html></html>", Code.HTML),
    ],
)
def test_an_answer_in_csv_of_another_form_is_refused(body, code):
    with pytest.raises(Unexpected) as error:
        rows_of_csv(body, "here")
    assert codes(error.value.problems) == [code]


def test_an_indicator_tells_of_itself(sotkanet, server, stored):
    told = json.loads(stored("indicators_metadata_11.json"))
    server.say("/indicators/186", json.dumps(told[0]).encode())
    mortality = sotkanet.indicator(186)
    assert (mortality.key, mortality.title.sv) == ("sotkanet-186", "Dödlighet / 100 000 invånare")
    assert (mortality.years, mortality.updated, mortality.decimals) == ((1990, 2024), dt.date(2025, 4, 29), 1)
    assert (mortality.unit_code, mortality.unit.en) == ("PER100000", "Per 100 000 inhabitants")
    assert mortality.areas.fi.startswith("Kunta, seutukunta, maakunta, hyvinvointialue")
    assert mortality.groups == (188, 102)
    assert mortality.sources[0].en == "Deaths (Statistics Finland)"
    assert licence_of(mortality) == "by agreement with the producer: Tilastokeskus"


def test_all_stored_indicators_are_read_without_html(stored):
    found = indicators(stored("indicators_metadata_11.json"), "here")
    assert [each.id for each in found] == [186, 322, 3336, 4461, 4559, 5033, 5034, 5051, 5074, 5527, 5529]
    for each in found:
        for text in (each.description, each.limits, each.notices, each.interpretation, each.legislation):
            assert not any(sign in text.fi + text.sv + text.en for sign in ("<br", "<p", "<a", "  ", "&nbsp;"))
    by_id = {each.id: each for each in found}
    assert by_id[4559].limits.sv.endswith("Mer information Statistikrapport")
    assert by_id[4559].sexes == ("male", "female", "total")
    assert by_id[5033].sexes == ()
    assert licence_of(by_id[5033]) == "CC BY 4.0"


def test_the_list_of_indicators_is_read_in_brief(sotkanet, server):
    server.say(
        "/indicators", b'[{"id": 4, "title": {"fi": "A ", "sv": null}, "classifications": {"sex": {"values": []}}}]'
    )
    [found] = sotkanet.indicators()
    assert (found.id, found.title, found.sexes, found.years) == (4, Words("A", "", ""), (), None)
    assert licence_of(found) == "by agreement with the producer: ?"


@pytest.mark.parametrize(
    "body",
    [
        b"{}",
        b'["a"]',
        b'[{"title": {"fi": "A"}}]',
        b'[{"id": 1, "title": "A"}]',
        b'[{"id": 1, "title": {}, "data-updated": "x"}]',
    ],
)
def test_a_list_of_indicators_of_another_shape_is_refused(body):
    with pytest.raises(Unexpected):
        indicators(body, "here")


def test_regions_keep_their_codes_and_are_fetched_once(sotkanet, server):
    found = sotkanet.regions()
    assert (found[9].code, found[9].area, found[9].uri) == ("016", "kunta-016", "http://www.yso.fi/onto/kunnat/k016")
    assert found[975].area == "hyvinvointialue-09"
    assert found[658].area == "maa-FI"
    assert found[605].area is None
    assert 493 in found[177].member_of
    sotkanet.regions()
    assert len(server.asked) == 1


def test_another_state_is_not_this_country():
    assert SotkanetRegion(1, "752", "MAA", Words("Ruotsi")).area is None


def test_a_region_code_that_is_a_number_is_refused():
    with pytest.raises(Unexpected, match="code"):
        regions(b'[{"id": 9, "code": 16, "category": "KUNTA", "title": {"fi": "Asikkala"}}]', "here")


@pytest.mark.parametrize("wrapped", [True, False])
def test_the_tree_of_groups_is_read_parents_first(sotkanet, server, wrapped):
    tree = [
        {
            "id": 1,
            "title": {"fi": "Terveys"},
            "children": [{"id": 2, "title": {"fi": "Kuolleisuus"}, "indicators": [186]}],
        }
    ]
    server.say("/groups", json.dumps({"groups": tree} if wrapped else tree).encode())
    found = sotkanet.groups()
    assert [(group.id, group.parent, group.indicators) for group in found] == [(1, None, ()), (2, 1, (186,))]


def test_json_rows_may_lack_what_is_absent():
    [row] = rows_of_json(b'[{"indicator": 127, "region": 52, "year": 2023, "gender": "total", "value": 9646}]', "here")
    assert row == Row(127, 52, 2023, "total", 9646.0, None)


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("", ""),
        ("Alle 18-vuotiaat (< 18 v) &amp; muut&nbsp;hämäläiset", "Alle 18-vuotiaat (< 18 v) & muut hämäläiset"),
        ("yksi<br><br />kaksi\r\nkolme", "yksi\nkaksi kolme"),
        ("<p id=suhteutus>Suhteutettu.</p><ul><li>a<li>b</ul>", "Suhteutettu.\na\nb"),
        ("<script>alert(1)</script><style>p {}</style>teksti", "teksti"),
    ],
)
def test_html_becomes_plain_text(html, text):
    assert plain_text(html) == text
