"""`hytti sums` on files as people save them. Expected: PHEindicatormethods' published vectors and plain sums."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hytti.cli.main import main
from hytti.cli.sheets import read_sheet, written

RATES = "area,events,population\nA,20,100\nB,5,100\n"
AGES = ("0", "1-4", *[f"{age}-{age + 4}" for age in range(5, 90, 5)], "90+")


@pytest.fixture
def sums(tmp_path, capsys):
    """Write a file, run a verb on it, and give the exit code, the rows and the words of trouble."""

    def run(verb, content, *words):
        path = tmp_path / "file.csv"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        code = main(["sums", verb, str(path), *words])
        told = capsys.readouterr()
        delimiter = ";" if ";" in told.out else ","
        return code, list(csv.DictReader(io.StringIO(told.out), delimiter=delimiter)), told.err.strip()

    return run


def ages(groups=("A",), *, events=5, population=1000, bands=AGES):
    rows = [f"{group},{band},{events},{population}" for group in groups for band in bands]
    return "area,age,events,population\n" + "\n".join(rows)


def test_a_rate_stands_beside_its_row(sums):
    code, rows, _ = sums("rate", RATES, "--per", "100")
    assert code == 0
    assert [row["area"] for row in rows] == ["A", "B"]
    assert float(rows[0]["value"]) == 20
    assert float(rows[0]["lower"]) == pytest.approx(12.211428834875937)
    assert float(rows[1]["upper"]) == pytest.approx(11.668332079322669)


def test_the_answer_can_go_to_a_file(sums, tmp_path):
    assert sums("rate", RATES, "--output", str(tmp_path / "out.csv"))[1] == []
    assert (tmp_path / "out.csv").read_text(encoding="utf-8").startswith("area,events,population,value,lower,upper\n")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "latin-1", "cp1252"])
def test_finnish_files_are_read_in_their_encodings(sums, encoding):
    content = "kunta;tapaukset;väestö\nHämeenkoski – länsi;20,5;1 000\n"
    if encoding == "latin-1":
        content = content.replace("–", "-")
    code, rows, _ = sums("rate", content.encode(encoding), "--events", "tapaukset", "--population", "väestö")
    assert code == 0
    assert rows[0]["kunta"].startswith("Hämeenkoski")
    assert rows[0]["value"] == "2050"


def test_a_semicolon_file_is_answered_with_decimal_commas(sums):
    _, rows, _ = sums("rate", RATES.replace(",", ";"), "--per", "1")
    assert rows[1]["value"] == "0,05"


def test_tabs_and_quoted_cells_are_read(sums, tmp_path):
    out = tmp_path / "out.csv"
    assert sums("rate", 'area\tevents\tpopulation\n"A\nB"\t20\t100\n\n', "--per", "100", "--output", str(out))[0] == 0
    [row] = csv.DictReader(io.StringIO(out.read_text(encoding="utf-8")), delimiter="\t")
    assert (row["area"], row["value"]) == ("A\nB", "20")


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("", "file.csv is empty."),
        ("\n \n", "file.csv is empty."),
        ("area,events,population\n", "file.csv has column names and no rows."),
        ("area,events\nA,1\n", "there is no column 'population'; its columns are area, events."),
        ("area,events,events\nA,1,1\n", "two columns are called 'events'."),
        ("area,events,population\nA,1\n", "line 2: 2 cells where the first row has 3 columns."),
        ("area,events,population\nA,12a,100\n", "line 2, events: '12a' is not a number."),
        ("area,events,population\nA,nan,100\n", "line 2, events: 'nan' is not a number."),
        ('area,events,population\nA,"1,5",100\n', "line 2, events: '1,5' is not a number."),
        ("area,events,population\nA,,100\n", "line 2, events: the cell is empty, and a number is needed."),
        ("area,events,population\n\nA,1,100\nB,\N{MINUS SIGN}1,100\n", "line 4, events: -1 is negative"),
        ("area,events,population\nA,1,0\n", "line 2, population: the population is zero"),
        (RATES.encode("utf-16"), "is not in UTF-8 or Latin-1 (it looks like UTF-16)"),
        (b"area,events,population\n\x81\x8d,1,100\n", "is not in UTF-8 or Latin-1: save it as CSV UTF-8."),
    ],
)
def test_what_cannot_be_counted_is_said_with_its_place(sums, content, reason):
    code, rows, trouble = sums("rate", content)
    assert (code, rows) == (1, [])
    assert reason in trouble
    assert "\n" not in trouble


def test_options_that_the_sums_refuse_are_told_in_a_sentence(sums):
    assert sums("rate", RATES, "--confidence", "2")[2] == "hytti: confidence must lie between 0 and 1"
    assert "no standard population 'Mars'" in sums("dsr", ages(), "--standard", "Mars")[2]


def test_a_missing_file_is_told_in_a_sentence(capsys):
    assert main(["sums", "rate", "/nowhere/at/all.csv"]) == 1
    assert capsys.readouterr().err.strip() == "hytti: /nowhere/at/all.csv is not there."


@pytest.mark.parametrize("place", ["folder.csv", "folder.csv/file.csv"])
def test_a_folder_in_the_place_of_a_file_is_told_in_a_sentence(tmp_path, capsys, place):
    (tmp_path / "folder.csv").mkdir()
    assert main(["sums", "rate", str(tmp_path / place)]) == 1
    told = capsys.readouterr().err.strip()
    assert told.startswith(f"hytti: {tmp_path / place} is ")
    assert "\n" not in told


def test_the_answer_cannot_go_to_a_folder_or_into_a_file(sums, tmp_path):
    assert sums("rate", RATES, "--output", str(tmp_path))[2] == f"hytti: {tmp_path} is a folder, and a file is needed."
    within = tmp_path / "file.csv" / "out.csv"
    assert sums("rate", RATES, "--output", str(within))[2] == f"hytti: {within} is not there."


@pytest.mark.parametrize(("bands", "standard"), [(AGES, "ESP2013_21"), (("0-4", *AGES[2:]), "ESP2013_19")])
def test_equal_rates_in_all_ages_are_the_standardised_rate(sums, bands, standard):
    _, rows, _ = sums("dsr", ages(("A", "B"), bands=bands), "--standard", standard, "--by", "area")
    assert [row["area"] for row in rows] == ["A", "B"]
    assert [float(row["value"]) for row in rows] == pytest.approx([500, 500])


def test_a_files_own_column_can_be_the_standard(sums):
    content = "age,events,population,finland\n0-64,30,1000,75\n65+,40,500,25\n"
    _, rows, _ = sums("dsr", content, "--weights", "finland", "--per", "1000")
    assert float(rows[0]["value"]) == pytest.approx(0.75 * 30 + 0.25 * 80)


def test_fewer_than_ten_events_give_no_standardised_rate(sums):
    content = "age,events,population,finland\n0-64,3,1000,75\n65+,4,500,25\n"
    assert sums("dsr", content, "--weights", "finland")[1] == [{"value": "", "lower": "", "upper": ""}]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("age,events,population\nold,5,100\n", "line 2, age: 'old' is not an age band; write 0, 1-4 or 85+."),
        ("age,events,population\n0-4,5,100\n0-4,5,100\n", "line 3, age: the age band 0–4 is also on line 2; use --by."),
        ("age,events,population\n0-6,5,100\n7+,5,100\n", "does not fit into any of the wider bands"),
    ],
)
def test_age_bands_that_do_not_fit_are_told(sums, content, reason):
    code, _, trouble = sums("dsr", content, "--standard", "ESP2013_19")
    assert code == 1
    assert reason in trouble


def test_a_group_without_one_of_the_ages_is_told(sums):
    content = "area,age,events,population\nA,0-4,5,100\nA,5+,5,100\nB,5+,5,100\n"
    assert "the age band 0–4 of B is missing" in sums("dsr", content, "--by", "area", "--standard", "ESP2013_19")[2]


def test_years_of_life_lost_are_counted_as_thl_does(sums):
    content = "age,deaths,population\n25,1,1000\n79,1,1000\n80,9,1000\n"
    _, rows, _ = sums("pyll", content, "--limit", "80", "--start", "25")
    assert float(rows[0]["value"]) == pytest.approx(100_000 * (55 + 1) / 2000)


def test_years_of_life_lost_by_bands_are_counted_from_their_midpoints(sums):
    bands = ("0-4", *AGES[2:])
    content = ages(bands=bands).replace("events", "deaths")
    _, rows, trouble = sums("pyll", content, "--limit", "70", "--convention", "midpoint", "--standard", "ESP2013_19")
    assert trouble == ""
    # ESP2013 under 70: weights by band, years lost 70 less the midpoint, five deaths in a thousand in each
    weights = [5000, 5500, 5500, 5500, 6000, 6000, 6500, 7000, 7000, 7000, 7000, 6500, 6000, 5500]
    lost = [67.5 - 5 * place for place in range(14)]
    expected = 100_000 * sum(w * years * 0.005 for w, years in zip(weights, lost, strict=True)) / sum(weights)
    assert float(rows[0]["value"]) == pytest.approx(expected)


def test_a_band_across_the_limit_is_told(sums):
    content = "age,deaths,population\n0-74,5,100\n75+,5,100\n"
    assert "lies across" in sums("pyll", content, "--limit", "70", "--convention", "midpoint")[2]


def test_years_lost_with_a_column_of_weights(sums):
    content = "age,deaths,population,finland\n60,2,1000,3\n61,1,1000,1\n"
    _, rows, _ = sums("pyll", content, "--limit", "70", "--weights", "finland")
    assert float(rows[0]["value"]) == pytest.approx(100_000 * (3 * 0.002 * 10 + 1 * 0.001 * 9) / 4)


def test_audit_c_is_scored_row_by_row(sums):
    content = "id,q1,q2,q3,sex,age\n1,0,,,nainen,40\n2,2,2,2,Mies,64\n3,2,2,2,,64\n4,2,,1,f,30\n5,1,1,2,k,65\n"
    code, rows, _ = sums("audit-c", content)
    assert code == 0
    assert [(row["score"], row["at_risk"]) for row in rows] == [("0", "0"), ("6", "1"), ("6", ""), ("", ""), ("4", "1")]


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("1,7,0,0,m,40", "line 2, q1: 7 is not an answer; allowed: 0, 1, 2, 3, 4."),
        ("1,0,0,3,m,40", "line 2, q3: 3 cannot be when q1 is 0."),
        ("1,1,1,1,x,40", "line 2, sex: 'x' is not a sex"),
        ("1,1,1,1,m,-4", "line 2, age: -4 is negative, and an age is not."),
    ],
)
def test_a_wrong_sheet_is_told_with_its_place(sums, row, reason):
    code, _, trouble = sums("audit-c", f"id,q1,q2,q3,sex,age\n{row}\n")
    assert code == 1
    assert reason in trouble


def test_unknown_limits_of_risk_are_told(sums):
    content = "q1,q2,q3,sex,age\n1,1,1,m,40\n"
    assert "known: thl" in sums("audit-c", content, "--thresholds", "who")[2]


cell = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=8)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(cell, cell.filter(str.strip)), min_size=1, max_size=4), st.sampled_from(";\t"))
def test_what_is_written_is_read_back(tmp_path, rows, delimiter):
    path = tmp_path / "again.csv"
    path.write_text(written(("name", "value"), rows, delimiter), encoding="utf-8")
    assert read_sheet(path).rows == tuple(rows)
