"""Files as people send them, good and bad: what is read, what is refused, and that nothing of it is kept."""

from __future__ import annotations

import io
import os
import zipfile

import pytest
from django.core.exceptions import ValidationError

from hytti.core.models import AuditEvent
from hytti.core.permissions import NotNow
from hytti.indicators.actions import own_datasets
from hytti.indicators.models import OwnFigure, OwnVersion, State
from hytti.indicators.problem_words import WORDS, words_of
from hytti.indicators.queries import own, own_reading
from hytti.indicators.queries.own_places import Places
from hytti.sources.problems import Code, Problem
from indicators.own.keeping import add_dataset, check, checked, csv_of, load, publish_indicator, xlsx_of

pytestmark = pytest.mark.django_db

# A code of the form that the Digital and Population Data Services Agency gives for examples: 131052-308T.
IDENTITY_CODE = "131052-308T"
PDF = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer << /Root 1 0 R >>\n%%EOF\n"
HEADINGS = ["Kunta", "Vuosi", "Lukumäärä"]


@pytest.fixture
def dataset(scene):
    return add_dataset(scene.unit, scene)


def read(version):
    places = Places.today()
    return own_reading.read(version, own.seen_before(version, places), places)


def refused(scene, dataset, data, name="luvut.csv") -> str:
    """What is said of a file that is not taken in; nothing may be stored of it."""
    before = AuditEvent.objects.count()
    with pytest.raises(ValidationError) as refusal:
        load(scene.unit, dataset, data, name)
    assert not OwnVersion.objects.exists()
    assert AuditEvent.objects.count() == before
    return " ".join(refusal.value.messages)


def rows_of(version):
    return {(f.area, f.year, f.sex): (f.value, f.count, f.denominator) for f in version.figures.all()}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "latin-1"])
def test_finnish_letters_are_read_in_any_usual_encoding(scene, dataset, encoding):
    data = "Kunta;Vuosi;Lukumäärä\nKärkölä;2025;40\nSysmä;2025;25\n".encode(encoding)
    assert set(rows_of(checked(scene.unit, dataset, data))) == {
        ("kunta-316", 2025, "total"),
        ("kunta-781", 2025, "total"),
    }


def test_decimal_commas_and_spaces_between_thousands_are_read(scene):
    scene.indicator = publish_indicator(scene.unit, name_fi="Osuus", kind="share", per=100)
    data = "Kunta;Vuosi;Osuus;Väestö;Lukumäärä\nLahti;2025;12,5;1 000;125\n".encode()
    version = checked(scene.unit, add_dataset(scene.unit, scene, title_fi="Osuudet"), data)
    assert rows_of(version) == {("kunta-398", 2025, "total"): (12.5, 125, 1000)}


def test_a_workbook_a_sex_column_and_codes_of_areas_are_read(scene, dataset):
    data = xlsx_of(
        [["Aluekoodi", "Vuosi", "Sukupuoli", "Määrä"], ["398", 2025, "naiset", 60], ["398", 2025, "miehet", 55]]
    )
    version = checked(scene.unit, dataset, data, name="luvut.xlsx")
    assert rows_of(version) == {
        ("kunta-398", 2025, "female"): (None, 60, None),
        ("kunta-398", 2025, "male"): (None, 55, None),
    }


def test_years_as_columns_are_read(scene, dataset):
    version = checked(scene.unit, dataset, b"Kunta;2024;2025\nLahti;100;120\nHeinola;30;\n")
    assert rows_of(version) == {
        ("kunta-398", 2024, "total"): (100, None, None),
        ("kunta-398", 2025, "total"): (120, None, None),
        ("kunta-111", 2024, "total"): (30, None, None),
    }


def test_columns_are_chosen_by_hand_where_their_names_say_nothing(scene, dataset):
    version = load(scene.unit, dataset, b"A;B;C\nLahti;2025;120\n")
    assert read(version).errors
    columns = {"area": "A", "year": "B", "count": "C"}
    mapping = {"sheet": "luvut.csv", "columns": columns}
    version = own_datasets.map_columns(by=scene.unit, version=version, mapping=mapping, revision=version.revision)
    assert rows_of(check(scene.unit, version)) == {("kunta-398", 2025, "total"): (None, 120, None)}


def test_the_second_sheet_can_be_chosen(scene, dataset):
    data = xlsx_of([["Ohje"], ["Lue tämä"]], [HEADINGS, ["Lahti", 2025, 120]])
    version = load(scene.unit, dataset, data, name="luvut.xlsx")
    sheets = own_reading.sheets_of(version)
    assert [sheet.name for sheet in sheets] == ["Luvut", "Toinen"]
    chosen = {"area": "Kunta", "year": "Vuosi", "count": "Lukumäärä"}
    mapping = {"sheet": "Toinen", "columns": chosen}
    version = own_datasets.map_columns(by=scene.unit, version=version, mapping=mapping, revision=version.revision)
    assert check(scene.unit, version).figures.count() == 1


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("cell", csv_of({"Lahti": IDENTITY_CODE}, county=None)),
        ("heading", f"Kunta;Vuosi;{IDENTITY_CODE}\nLahti;2025;12\n".encode()),
        ("second sheet", xlsx_of([HEADINGS, ["Lahti", 2025, 120]], [["Nimi"], [IDENTITY_CODE]])),
        ("sheet name", xlsx_of([HEADINGS, ["Lahti", 2025, 120]], names=(IDENTITY_CODE,))),
        ("heading of a workbook", xlsx_of([[*HEADINGS, IDENTITY_CODE], ["Lahti", 2025, 120, ""]])),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_file_with_a_personal_identity_code_is_refused_before_anything_is_stored(scene, dataset, name, data):
    file_name = "luvut.xlsx" if data.startswith(b"PK") else "luvut.csv"
    said = refused(scene, dataset, data, file_name)
    assert "henkilötunnuksen" in said
    assert IDENTITY_CODE not in said


def test_a_file_named_by_a_personal_identity_code_is_refused(scene, dataset):
    said = refused(scene, dataset, csv_of(), f"{IDENTITY_CODE}.csv")
    assert "henkilötunnuksen" in said
    assert IDENTITY_CODE not in said


def zip_bomb() -> bytes:
    """A workbook of a few kilobytes that unpacks into three hundred million."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 300_000_000)
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("tyhja.csv", b""),
        ("valeja.csv", b"   \n\n"),
        ("otsikot.csv", b"Kunta;Vuosi;Arvo\n"),
        ("asiakirja.xlsx", PDF),
        ("asiakirja.csv", PDF),
        ("taulukko.csv", xlsx_of([HEADINGS, ["Lahti", 2025, 120]])),
        ("luvut.pdf", csv_of()),
        ("kuva.xlsx", b"PK\x03\x04" + b"\x00" * 100),
        ("vanha.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 100),
        ("puolikas.xlsx", xlsx_of([HEADINGS, ["Lahti", 2025, 120]])[:2000]),
        ("levea.csv", "Kunta;Vuosi;Arvo\n".encode("utf-16")),
        ("epatasainen.csv", b"Kunta;Vuosi;Arvo\nLahti;2025;1;2\n"),
        ("kaksi.csv", b"Kunta;Arvo;Arvo\nLahti;1;2\n"),
        ("pommi.xlsx", zip_bomb()),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_no_table_is_refused_in_words(scene, dataset, name, data):
    assert refused(scene, dataset, data, name)


def test_a_file_with_too_many_rows_is_refused(scene, dataset):
    rows = b"".join(b"Lahti;2025;%d\n" % number for number in range(own_reading.MOST_ROWS + 1))
    assert "riviä" in refused(scene, dataset, b"Kunta;Vuosi;Arvo\n" + rows)


@pytest.mark.parametrize(
    ("line", "column", "words"),
    [
        ("Turku;2025;12", "Kunta", "Turku"),
        ("Lahti;20023;12", "Vuosi", "20023"),
        ("Lahti;2025;N/A", "Lukumäärä", "N/A"),
        ("Lahti;2025;-4", "Lukumäärä", "negatiivinen"),
        (";2025;12", "Kunta", "alue"),
    ],
)
def test_every_bad_row_is_listed_with_what_to_do_and_nothing_is_stored(scene, dataset, line, column, words):
    version = load(scene.unit, dataset, f"Kunta;Vuosi;Lukumäärä\nHeinola;2025;30\n{line}\n".encode())
    [fault] = read(version).errors
    assert (fault.row, fault.column) == (3, column)
    assert words in fault.text
    with pytest.raises(NotNow, match="virheitä"):
        check(scene.unit, version)
    assert not OwnFigure.objects.exists()


def test_doubled_rows_that_differ_are_told_by_the_name_of_the_place(scene, dataset):
    version = load(scene.unit, dataset, "Kunta;Vuosi;Lukumäärä\nLahti;2025;30\nLahti;2025;31\n".encode())
    [fault] = read(version).errors
    assert fault.row == 3
    assert "Lahti 2025" in fault.text


def test_another_municipality_is_not_loaded_by_a_coordinator(scene):
    dataset = add_dataset(scene.coordinator, scene, organisation=scene.lahti)
    version = load(scene.coordinator, dataset, csv_of({"Lahti": 120, "Heinola": 30}, county=None))
    [fault] = read(version).errors
    assert "Heinola" in fault.text


@pytest.mark.parametrize(
    ("kind", "line", "words"),
    [
        ("share", "Lahti;2025;;50;40", "suurempi"),
        ("share", "Lahti;2025;120;;", "väliltä"),
        ("share", "Lahti;2025;;12,5;40", "kokonaisluku"),
        ("rate", "Lahti;2025;;12;0", "nolla"),
        ("count", "Lahti;2025;12,5;;", "kokonaisluku"),
    ],
)
def test_figures_that_cannot_be_are_errors(scene, kind, line, words):
    scene.indicator = publish_indicator(scene.unit, name_fi="Muu", kind=kind, per=100)
    dataset = add_dataset(scene.unit, scene)
    version = load(scene.unit, dataset, f"Kunta;Vuosi;Arvo;Lukumäärä;Nimittäjä\n{line}\n".encode())
    [fault] = read(version).errors
    assert words in fault.text
    assert fault.text.startswith("Lahti 2025")


def test_parts_larger_than_the_whole_are_errors(scene, dataset):
    version = load(scene.unit, dataset, csv_of(county=150))
    assert any("summa" in fault.text for fault in read(version).errors)


def test_a_value_unlike_its_count_is_a_warning_that_can_be_accepted(scene):
    scene.indicator = publish_indicator(scene.unit, name_fi="Osuus", kind="share", per=100, decimals=1)
    dataset = add_dataset(scene.unit, scene)
    version = load(scene.unit, dataset, "Kunta;Vuosi;Arvo;Lukumäärä;Nimittäjä\nLahti;2025;15;125;1000\n".encode())
    reading = read(version)
    assert (reading.errors, len(reading.warnings)) == ((), 1)
    with pytest.raises(NotNow, match="huomautukset"):
        check(scene.unit, version)
    version = check(scene.unit, version, accept_warnings=True)
    assert version.notes == [reading.warnings[0].text]


def test_neither_the_file_nor_its_cells_are_kept_after_checking(scene, dataset, settings, tmp_path):
    version = load(scene.unit, dataset, csv_of())
    assert version.table["sheets"]
    version = check(scene.unit, version)
    assert version.table == {}
    assert "120" not in str(list(AuditEvent.objects.values_list("changes", flat=True)))
    assert sorted(os.listdir(tmp_path)) == []


def test_an_old_draft_is_forgotten(scene, dataset):
    version = load(scene.unit, dataset)
    assert own_datasets.forget_old_drafts(version.loaded_at + own_datasets.DRAFTS_KEPT) == 0
    late = version.loaded_at + own_datasets.DRAFTS_KEPT * 1.1
    assert "1 old draft" in own_datasets.tick_drafts(late)
    version.refresh_from_db()
    assert version.table == {}
    assert read(version).errors
    assert own_datasets.tick_drafts(late) == ""


def test_a_new_file_takes_the_place_of_a_checked_one(scene, dataset):
    first = checked(scene.unit, dataset)
    second = load(scene.unit, dataset, csv_of({"Lahti": 90}, county=None))
    assert (second.pk, second.number, second.state) == (first.pk, 1, State.DRAFT)
    assert not OwnFigure.objects.exists()


def test_every_problem_of_a_file_has_finnish_words(scene):
    codes = list(Code)
    of_offers = {Code.NOT_A_DATE, Code.NOT_A_TIME, Code.NOT_A_CHOICE, Code.NOT_AN_AGE}
    files_and_cells = [
        code for code in codes[codes.index(Code.EMPTY) : codes.index(Code.NOT_AN_ITEM)] if code not in of_offers
    ]
    assert set(files_and_cells) == set(WORDS)
    for code in files_and_cells:
        arguments = dict.fromkeys(code.parameters, "x") | ({"what": "area"} if "what" in code.parameters else {})
        said = words_of(Problem(code, arguments))
        assert said
        assert "%(" not in said
