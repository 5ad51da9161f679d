"""A region pack is checked whole, merged without overwriting people's edits, and loads twice without change."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.utils.translation import override

from hytti.core.models import Area, AuditEvent, Region
from hytti.core.packs.loading import is_loaded, load
from hytti.core.packs.reading import PackError
from hytti.structures.models import Body, Mandate, Theme

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.django_db

SOURCES = """\
- key: esitys
  title: Esitys
  as_of: "2023"
"""
REGION = """\
key: koeseutu
name: {fi: Koeseutu, sv: Provbygden, en: Trial region}
area: "09"
organisation: alue
residents: 200000
source: esitys
as_of: "2023"
"""
AREAS = """\
kind,code,name_fi,parent,source,as_of
county,09,Koeseudun hyvinvointialue,,esitys,2023
municipality,016,Äkäslahti,09,esitys,2023
"""
ORGANISATIONS = """\
key,kind,name_fi,area,source,as_of
alue,county,Koeseudun hyvinvointialue,09,esitys,2023
"""
THEMES = """\
key,name_fi,name_sv,is_priority,source,as_of
osallisuus,Osallisuus,Delaktighet,true,esitys,2023
"""
BODIES = """\
- key: hallitus
  kind: executive
  name: Aluehallitus
  source: esitys
  as_of: "2023"
- key: neuvottelukunta
  kind: negotiating_committee
  name: Järjestöneuvottelukunta
  appointed_by: hallitus
  tasks:
    - text: edistää yhteistyötä
    - text: lausuu
  source: esitys
  as_of: "2023"
"""
NETWORKS = """\
key,name_fi,kind,theme,source,as_of
kylat,Kylien verkosto,network,osallisuus,esitys,2023
"""


@pytest.fixture(autouse=True)
def _english_messages():
    with override("en"):
        yield


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    for name, text in {
        "sources.yaml": SOURCES,
        "region.yaml": REGION,
        "areas.csv": AREAS,
        "organisations.csv": ORGANISATIONS,
        "themes.csv": THEMES,
        "bodies.yaml": BODIES,
        "networks.csv": NETWORKS,
    }.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def change(pack: Path, name: str, old: str, new: str) -> None:
    path = pack / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def problems(pack: Path) -> list[str]:
    with pytest.raises(PackError) as caught:
        load(pack)
    return [str(problem) for problem in caught.value.problems]


def test_a_pack_fills_an_empty_register(pack):
    report = load(pack)
    assert report.changes == len(report.created) > 0
    committee = Body.objects.get(slug="neuvottelukunta")
    assert committee.appointed_by.name_fi == "Aluehallitus"
    assert [mandate.text_fi for mandate in committee.mandates.all()] == ["edistää yhteistyötä", "lausuu"]
    assert Area.objects.get(code="016").parent.code == "09"
    assert all(body.source.key == "esitys" and body.as_of == "2023" for body in Body.objects.all())


def test_loading_twice_changes_nothing(pack):
    load(pack)
    events, revisions = AuditEvent.objects.count(), list(Body.objects.values_list("pk", "revision"))
    report = load(pack)
    assert (report.changes, report.differences, report.gone) == (0, [], [])
    assert (AuditEvent.objects.count(), list(Body.objects.values_list("pk", "revision"))) == (events, revisions)


def test_a_dry_run_tells_the_changes_and_makes_none(pack):
    report = load(pack, dry_run=True)
    assert any("Järjestöneuvottelukunta" in line for line in report.lines())
    assert not Body.objects.exists()
    assert not Region.objects.exists()


def test_a_corrected_pack_corrects_the_register_and_leaves_an_event(pack):
    load(pack)
    change(pack, "networks.csv", "Kylien verkosto", "Kylien yhdistysten verkosto")
    report = load(pack)
    network = Body.objects.get(slug="kylat")
    assert network.name_fi == "Kylien yhdistysten verkosto"
    assert len(report.updated) == 1
    event = AuditEvent.objects.about(network).get()
    assert event.changes == {"name_fi": ["Kylien verkosto", "Kylien yhdistysten verkosto"]}


def test_what_a_person_edited_stays_and_the_difference_is_told(pack):
    load(pack)
    Body.objects.filter(slug="kylat").update(name_fi="Kylien oma nimi")
    change(pack, "networks.csv", "Kylien verkosto", "Kylien yhdistysten verkosto")
    report = load(pack)
    assert Body.objects.get(slug="kylat").name_fi == "Kylien oma nimi"
    (difference,) = report.differences
    assert (difference.field, difference.here, difference.pack) == (
        "name_fi",
        "Kylien oma nimi",
        "Kylien yhdistysten verkosto",
    )
    assert load(pack).differences == [difference]


def test_a_persons_edit_of_municipalities_stays_too(pack):
    load(pack)
    network = Body.objects.get(slug="kylat")
    network.municipalities.set([Area.objects.get(code="016")])
    assert [difference.field for difference in load(pack).differences] == ["municipalities"]
    assert [area.code for area in Body.objects.get(slug="kylat").municipalities.all()] == ["016"]


def test_other_fields_of_an_edited_record_still_follow_the_pack(pack):
    load(pack)
    Body.objects.filter(slug="kylat").update(name_fi="Kylien oma nimi")
    change(pack, "networks.csv", ",network,", ",working_group,")
    load(pack)
    network = Body.objects.get(slug="kylat")
    assert (network.name_fi, network.kind) == ("Kylien oma nimi", "working_group")


def test_a_row_that_left_the_pack_is_kept_and_told(pack):
    load(pack)
    change(pack, "networks.csv", "kylat,Kylien verkosto,network,osallisuus,esitys,2023\n", "")
    report = load(pack)
    assert Body.objects.filter(slug="kylat").exists()
    assert any("Kylien verkosto" in label for label in report.gone)


def test_a_pack_knows_whether_it_was_the_last_one_loaded(pack):
    assert not is_loaded(pack)
    load(pack)
    assert is_loaded(pack)
    change(pack, "region.yaml", "200000", "200001")
    assert not is_loaded(pack)


def test_a_pack_of_another_region_is_refused(pack):
    load(pack)
    change(pack, "region.yaml", "key: koeseutu", "key: muuseutu")
    (problem,) = problems(pack)
    assert "koeseutu" in problem
    assert "muuseutu" in problem


@pytest.mark.parametrize(
    ("name", "old", "new", "place", "words"),
    [
        ("bodies.yaml", "kind: executive", "kind: executives", "bodies.yaml, line 2, field kind", "council"),
        ("bodies.yaml", "name: Aluehallitus", "nimi: Aluehallitus", "bodies.yaml, line 3, field nimi", "not permitted"),
        (
            "bodies.yaml",
            "appointed_by: hallitus",
            "appointed_by: halitus",
            "bodies.yaml, line 6, field appointed_by",
            "halitus",
        ),
        ("bodies.yaml", "- text: lausuu", "- text: [", "bodies.yaml, line 1", "broken YAML"),
        ("bodies.yaml", "- text: lausuu", "- txt: lausuu", "bodies.yaml, line 12, field tasks.1.text", "required"),
        ("networks.csv", "osallisuus,", "osalisuus,", "networks.csv, line 2, field theme", "osalisuus"),
        ("networks.csv", "2023\n", "23.7.2023\n", "networks.csv, line 2, field as_of", "match pattern"),
        ("networks.csv", "esitys,2023\n", "esitys\n", "networks.csv, line 2", "number of cells"),
        ("networks.csv", "name_fi", "name", "networks.csv, line 1", "unknown column 'name'"),
        ("areas.csv", "016", "16a", "areas.csv, line 3, field code", "match pattern"),
        ("areas.csv", "esitys,2023\n", "esitis,2023\n", "areas.csv, line 2, field source", "esitis"),
        ("region.yaml", 'area: "09"', 'area: "08"', "region.yaml, line 1, field area", "08"),
        ("region.yaml", "residents: 200000", "residents: moni", "region.yaml, line 5, field residents", "integer"),
    ],
)
def test_a_fault_is_told_with_its_file_line_and_field(pack, name, old, new, place, words):
    change(pack, name, old, new)
    found = problems(pack)
    assert any(problem.startswith(place) and words in problem for problem in found), found
    assert not Region.objects.exists()


def test_all_faults_are_told_at_once(pack):
    change(pack, "areas.csv", "016", "16a")
    change(pack, "networks.csv", "2023\n", "eilen\n")
    assert {problem.split(",")[0] for problem in problems(pack)} == {"areas.csv", "networks.csv"}


def test_a_name_stands_once_in_a_theme(pack):
    with (pack / "networks.csv").open("a", encoding="utf-8") as file:
        file.write("kylat-2,KYLIEN verkosto,network,osallisuus,esitys,2023\n")
    (problem,) = problems(pack)
    assert problem.startswith("networks.csv, line 3, field name_fi")
    assert "networks.csv, line 2" in problem


def test_a_key_stands_once(pack):
    with (pack / "themes.csv").open("a", encoding="utf-8") as file:
        file.write("osallisuus,Toinen,,false,esitys,2023\n")
    assert problems(pack)[0].startswith("themes.csv, line 3, field key")


def test_a_file_in_another_encoding_is_told(pack):
    (pack / "themes.csv").write_bytes(THEMES.replace("Osallisuus", "Äänekkyys").encode("latin-1"))
    assert any("themes.csv: the file is not UTF-8" in problem for problem in problems(pack))


def test_a_missing_file_or_folder_is_told(pack, tmp_path):
    (pack / "region.yaml").unlink()
    assert problems(pack)[0] == "region.yaml: the file is missing"
    assert "there is no such folder" in problems(tmp_path / "olematon")[0]


def test_a_byte_order_mark_and_finnish_letters_are_read(pack):
    (pack / "themes.csv").write_text(THEMES.replace("Osallisuus", "Yhteisöllisyys"), encoding="utf-8-sig")
    load(pack)
    assert Theme.objects.get().name_fi == "Yhteisöllisyys"


def test_nothing_is_loaded_when_the_database_refuses_a_row(pack):
    change(pack, "bodies.yaml", "- text: edistää yhteistyötä", "- {text: edistää, source: puuttuu}")
    assert any("unknown source 'puuttuu'" in problem for problem in problems(pack))
    assert not Mandate.objects.exists()


def test_a_day_that_is_not_in_the_calendar_is_told(pack):
    change(pack, "networks.csv", "2023\n", "2023-02-31\n")
    assert problems(pack) == ["networks.csv, line 2, field as_of: there is no such day"]
