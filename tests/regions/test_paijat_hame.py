"""The pack of Päijät-Häme against its sources: the county's slide deck of 2023 and Statistics Finland."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from hytti.core.models import Organisation
from hytti.core.packs.loading import load, read
from hytti.core.packs.reading import Pack
from hytti.structures.models import Body

FOLDER = Path(__file__).resolve().parents[2] / "regions" / "paijat-hame"
NETWORK_KINDS = {
    "network",
    "working_group",
    "expert_group",
    "steering_group",
    "development_group",
    "other_group",
}
# Bullets under each heading on the deck's page of networks.
NETWORKS_BY_HEADING = {
    "hyvinvoinnin-ja-terveyden-edistaminen": 15,
    "osallisuus": 11,
    "sivistyspalvelut": 11,
    "tyollisyys-ja-tyokyky": 11,
    "kotoutuminen": 10,
    "oppilashuolto-ja-lapsiperhepalvelut": 10,
    "ehkaiseva-tyo": 6,
    "asuminen-ja-elinymparisto": 3,
    "ikaantyminen": 3,
    "varautuminen-ja-turvallisuus": 3,
    "harrastaminen": 2,
    "joukko-ja-palveluliikenne": 1,
    "toimeentulo": 1,
}


@pytest.fixture(scope="module")
def pack() -> dict[str, list[Any]]:
    """Every row of the pack by file, checked by the schemas."""
    own, rooms = read(Pack(FOLDER))
    rows = {name: value for part in (own, *rooms) for name, value in part.items()}
    rows["region"] = [rows["region"]]
    drawn = {"boundaries", "diagram"}
    return {name: [located.row for located in value] for name, value in rows.items() if name not in drawn}


@pytest.fixture(scope="module")
def bodies(pack: dict[str, list[Any]]) -> dict[str, Any]:
    return {row.key: row for row in pack["bodies"]}


def _inner_rows(body: Any) -> list[Any]:
    return [*body.basis, *body.tasks, *body.seats, *body.history, *body.links]


def test_each_heading_has_the_networks_of_the_deck(pack: dict[str, list[Any]]) -> None:
    heading = {theme.key: theme.parent or theme.key for theme in pack["themes"]}
    counts = Counter(heading[network.theme] for network in pack["networks"])
    assert counts == NETWORKS_BY_HEADING
    assert sum(counts.values()) == 87


def test_hyte_networks_stand_under_their_sub_headings(pack: dict[str, list[Any]]) -> None:
    counts = Counter(network.theme for network in pack["networks"])
    assert (counts["hyvinvoinnin-ja-terveyden-edistaminen"], counts["kulttuurihyvinvointi"]) == (2, 2)
    assert (counts["ravitsemus"], counts["liikunta"]) == (7, 4)


def test_only_the_listed_networks_have_a_network_kind(pack: dict[str, list[Any]]) -> None:
    assert {network.kind for network in pack["networks"]} <= NETWORK_KINDS
    assert not [body.key for body in pack["bodies"] if body.kind in NETWORK_KINDS]


def test_bullets_that_lost_their_mark_are_networks_too(pack: dict[str, list[Any]]) -> None:
    names = {network.name_fi for network in pack["networks"]}
    for beginning in ("Varhaiskasvatuksen", "Lukiokoulutuksen", "Ohjauksen", "Kirjaston"):
        assert f"{beginning} kehittämisryhmä" in names


def test_the_host_after_a_slash_convenes_the_network(pack: dict[str, list[Any]]) -> None:
    hosts = {row.key: row.name_fi for row in pack["organisations"]}
    convened = {network.name_fi: hosts[network.convener] for network in pack["networks"] if network.convener}
    assert convened == {
        "Työllisyystoimijoiden verkosto": "Dila",
        "Jatkuvan oppimisen ja elinikäisen ohjauksen koordinaatioryhmä": "ELY",
        "Koulutustoimijoiden verkosto": "Ohjaamo",
        "Työllisyyspoliittiset hankkeet": "TE-toimisto",
        "Työikäisten verkosto": "Työterveyshuolto",
        "Maahanmuuttoyhdyshenkilöverkosto": "ELY",
        "Vieraskielisten tiimi": "Lahden seudun kuntakokeilu",
        "Maahanmuuttajakoulutusryhmä": "Alipi",
        "Kotoutumiskouluttajien foorumi/verkosto": "ELY",
        "Maahanmuuttajayhteistyön järjestöverkosto": "Alipi",
    }


def test_the_picture_shows_twelve_interface_priorities(pack: dict[str, list[Any]]) -> None:
    priorities = [theme.key for theme in pack["themes"] if theme.is_priority]
    assert len(priorities) == 12
    assert set(priorities) == set(NETWORKS_BY_HEADING) - {"ehkaiseva-tyo"}


def test_the_eight_networks_of_the_picture_are_found_by_their_short_names(
    pack: dict[str, list[Any]], bodies: dict[str, Any]
) -> None:
    known = {network.also_known_as for network in pack["networks"]}
    known |= {body.name.fi for body in bodies.values() if body.kind == "hyte_network"}
    assert known >= {
        "Monialainen hyte-ryhmä",
        "Ravitsemusterveys",
        "Terveysliikunta",
        "Kulttuurihyvinvointi",
        "Seutukoordinaatioryhmä",
        "Mielenterveys ja päihteet",
        "Digi- ja rahapelaaminen",
        "Lähisuhdeväkivalta",
    }


def test_nine_documents_guide_and_ended_when_their_period_did(pack: dict[str, list[Any]]) -> None:
    guiding = [row for row in pack["documents"] if row.is_guiding]
    assert len(guiding) == 9
    assert sum(bool(row.address) for row in guiding) == 6
    for row in pack["documents"]:
        if row.state != "draft":
            assert row.state == ("ended" if row.period_end and row.period_end < 2026 else "unknown"), row.key


def test_thirteen_topics_of_autumn_2023_and_the_audit_c_figures(pack: dict[str, list[Any]]) -> None:
    assert len(pack["topics"]) == 13
    (audit_c,) = [topic for topic in pack["topics"] if topic.figures]
    assert [figure.value for figure in audit_c.figures] == [12.4, 3.5, 4963, 119]
    assert {figure.date for figure in audit_c.figures} == {"2023-07-31"}


def test_money_is_given_on_the_two_upper_tiers_of_four(pack: dict[str, list[Any]]) -> None:
    assert [(tier.number, tier.gives_money, len(tier.items)) for tier in pack["tiers"]] == [
        (1, False, 4),
        (2, False, 3),
        (3, True, 1),
        (4, True, 2),
    ]


def test_tasks_are_as_many_as_the_sources_name(bodies: dict[str, Any]) -> None:
    assert len(bodies["yhdyspintaneuvottelukunta"].tasks) == 8
    assert len(bodies["hyvinvoinnin-ja-terveyden-edistamisen-lautakunta"].tasks) == 7
    assert len(bodies["hyte-ja-yhdyspintatyon-yksikko"].tasks) == 7


def test_the_interface_committee_rests_on_the_sections_the_deck_names(bodies: dict[str, Any]) -> None:
    basis = [(rule.number, rule.section) for rule in bodies["yhdyspintaneuvottelukunta"].basis]
    assert basis == [
        ("611/2021", "14 §"),
        ("612/2021", "6 §"),
        ("612/2021", "7 §"),
        ("612/2021", "10 §"),
        ("612/2021", "32 §"),
        ("612/2021", "50 §"),
        ("", "15 §"),
    ]


def test_the_executive_appoints_the_associations_committee_on_the_hyte_committees_proposal(
    bodies: dict[str, Any],
) -> None:
    committee = bodies["jarjestoneuvottelukunta"]
    assert committee.appointed_by == "aluehallitus"
    assert committee.proposed_by == "hyvinvoinnin-ja-terveyden-edistamisen-lautakunta"
    assert committee.appointment_basis == "hallintosääntö 16 §"
    assert bodies["yhdyspintaneuvottelukunta"].appointment_basis == "hallintosääntö 15 §"


def test_the_associations_committee_has_sixteen_seats_with_deputies(bodies: dict[str, Any]) -> None:
    seats = bodies["jarjestoneuvottelukunta"].seats
    by_group = Counter[str]()
    for seat in seats:
        by_group[seat.group.fi] += seat.seats
    assert by_group == {"Järjestöverkostot": 10, "Hyvinvointialue": 2, "Muut": 4}
    assert all(seat.personal_deputies for seat in seats)


def test_the_hyte_committee_has_thirteen_members(bodies: dict[str, Any]) -> None:
    seats = bodies["hyvinvoinnin-ja-terveyden-edistamisen-lautakunta"].seats
    assert sum(seat.seats for seat in seats) == 13


def test_ten_municipalities_have_the_residents_that_statistics_finland_counts(pack: dict[str, list[Any]]) -> None:
    municipalities = [area for area in pack["areas"] if area.kind == "municipality"]
    assert {area.code for area in municipalities} == {
        "016",
        "081",
        "111",
        "098",
        "142",
        "316",
        "398",
        "560",
        "576",
        "781",
    }
    assert {area.parent for area in municipalities} == {"09"}
    assert sum(area.population for area in municipalities) == 204_635


def test_each_municipality_has_a_coordinator_and_a_web_page(pack: dict[str, list[Any]]) -> None:
    municipalities = {row.key for row in pack["organisations"] if row.kind == "municipality"}
    assert len(municipalities) == 10
    coordinators = {row.organisation for row in pack["posts"] if row.title_fi == "Hyvinvointikoordinaattori"}
    assert coordinators == municipalities
    assert {row.organisation for row in pack["links"] if row.organisation} == {*municipalities, "paijat-hameen-liitto"}


def test_five_of_six_sectors_have_a_head_and_the_sixth_says_not_found(
    pack: dict[str, list[Any]], bodies: dict[str, Any]
) -> None:
    sectors = {body.key for body in bodies.values() if body.kind == "sector"}
    heads = {row.body for row in pack["posts"] if row.title_fi == "Toimialajohtaja"}
    assert len(sectors) == 6
    assert sectors - heads == {"aluehallituksen-toimiala"}
    assert [row.kind for row in bodies["aluehallituksen-toimiala"].history] == ["not_found"]


def test_sources_that_disagree_on_the_committees_are_both_kept(bodies: dict[str, Any]) -> None:
    for key in ("hyvinvoinnin-ja-terveyden-edistamisen-lautakunta", "tulevaisuuslautakunta"):
        assert "disagreement" in {row.kind for row in bodies[key].history}


def test_influence_bodies_serve_from_2026_to_2029(bodies: dict[str, Any]) -> None:
    terms = {(row.term_start, row.term_end) for row in bodies.values() if row.kind == "influence_body"}
    assert terms == {(dt.date(2026, 1, 1), dt.date(2029, 12, 31))}


def test_the_region_is_as_the_deck_introduces_it(pack: dict[str, list[Any]]) -> None:
    (region,) = pack["region"]
    assert (region.residents, region.employees) == (200_000, 7_600)
    assert (region.centre, region.other_towns) == ("398", ["111", "560"])
    assert len(region.challenges) == 4


def test_every_row_has_a_known_source_and_a_date(pack: dict[str, list[Any]]) -> None:
    sources = {row.key for row in pack["sources"]}
    rows = [row for name, part in pack.items() if name != "sources" for row in part]
    assert all(row.source in sources and row.as_of for row in rows)
    inner = [row for body in pack["bodies"] for row in _inner_rows(body)]
    assert all((row.source is None) == (row.as_of is None) for row in inner)
    assert {row.source for row in inner if row.source} <= sources
    assert {area.population_source for area in pack["areas"] if area.population_source} <= sources


def test_every_source_is_used(pack: dict[str, list[Any]]) -> None:
    rows = [row for name, part in pack.items() if name != "sources" for row in part]
    rows += [row for body in pack["bodies"] for row in _inner_rows(body)]
    used = {row.source for row in rows} | {area.population_source for area in pack["areas"]}
    manifest = YAML(typ="safe").load((FOLDER / "statistics" / "manifest.yaml").read_text(encoding="utf-8"))
    used |= {dataset["source_key"] for dataset in manifest["datasets"]}
    assert {row.key for row in pack["sources"]} <= used


def test_keys_are_unique_and_references_resolve(pack: dict[str, list[Any]]) -> None:
    organs = [*pack["bodies"], *pack["networks"]]
    seats = [seat for body in pack["bodies"] for seat in body.seats]
    known = {
        "body": [row.key for row in organs],
        "post": [row.key for row in (*pack["posts"], *seats)],
        "organisation": [row.key for row in pack["organisations"]],
        "theme": [row.key for row in pack["themes"]],
        "document": [row.key for row in pack["documents"]],
        "area": [row.code for row in pack["areas"]],
    }
    assert [key for keys in known.values() for key, times in Counter(keys).items() if times > 1] == []
    kind_of = {
        "parent": "body",
        "proposed_by": "body",
        "appointed_by": "body",
        "body": "body",
        "represents_body": "body",
        "presented_by": "post",
        "convener": "organisation",
        "organisation": "organisation",
        "area": "area",
        "represents_organisation": "organisation",
        "theme": "theme",
        "centre": "area",
    }
    rows = [
        *organs,
        *seats,
        *(row for name in ("posts", "documents", "links", "topics", "organisations", "region") for row in pack[name]),
    ]
    broken = [
        (field, value)
        for row in rows
        for field, kind in kind_of.items()
        if (value := getattr(row, field, None)) and value not in known[kind]
    ]
    assert broken == []
    assert {theme.parent for theme in pack["themes"]} - {None} <= set(known["theme"])


@pytest.mark.django_db
def test_the_pack_loads_and_a_second_load_changes_nothing() -> None:
    load(FOLDER)
    assert Body.objects.networks().count() == 87
    assert Organisation.objects.filter(kind="municipality").count() == 10
    assert load(FOLDER).changes == 0
