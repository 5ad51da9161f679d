import pytest
from jsonschema import Draft202012Validator, FormatChecker

from conformance.popolo.shapes import REFERENCES, SHAPES


@pytest.fixture
def popolo(region, read):
    return read("popolo.json")


@pytest.mark.parametrize("kind", SHAPES)
def test_every_record_has_the_shape_of_the_standard(popolo, kind):
    validator = Draft202012Validator(SHAPES[kind], format_checker=FormatChecker())
    assert popolo[kind]
    for record in popolo[kind]:
        validator.validate(record)


def test_identifiers_are_unique_and_every_reference_leads_somewhere(popolo):
    ids = {kind: [record["id"] for record in popolo[kind]] for kind in SHAPES}
    assert all(len(found) == len(set(found)) for found in ids.values())
    for kind, references in REFERENCES.items():
        for record in popolo[kind]:
            for field, target in references.items():
                assert field not in record or record[field] in ids[target]


def test_a_network_is_an_organization_with_its_dates_names_and_source(popolo):
    by_id = {record["id"]: record for record in popolo["organizations"]}
    network = by_id["body/huumetyon-verkosto"]
    assert network["name"] == "Huumetyön verkosto"
    assert network["other_names"] == [{"name": "Nätverket för drogarbete", "lang": "sv"}]
    assert network["classification"] == "network"
    assert network["founding_date"] == "2019"
    assert network["sources"] == [{"url": "https://esimerkki.invalid/esitys", "note": "Esitys (2023-07-31)"}]
    assert by_id["body/ryhma"]["parent_id"] == "body/huumetyon-verkosto"
    assert by_id["body/entinen"]["dissolution_date"] == "2024-05-31"
    assert by_id["organisation/alipi"]["area_id"] == "area/lahti"


def test_a_membership_names_its_post_whom_it_represents_and_whose_deputy_it_is(region, popolo):
    by_id = {record["id"]: record for record in popolo["memberships"]}
    member = by_id[f"membership/{region.member.pk}"]
    assert (member["post_id"], member["start_date"]) == ("post/edustaja", "2025-01-01")
    assert by_id[f"membership/{region.deputy.pk}"]["deputy_for_id"] == member["id"]


def test_an_ended_membership_leads_to_no_person(region, popolo):
    past = next(record for record in popolo["memberships"] if record["id"] == f"membership/{region.past.pk}")
    assert "person_id" not in past
    assert past["end_date"] == "2024-12-31"
    assert {person["name"] for person in popolo["persons"]} == {"Nykyinen Jäsen", "Vara Jäsen"}


@pytest.mark.parametrize("part", ["organizations", "posts", "memberships", "persons"])
def test_each_part_is_also_at_its_own_address(popolo, read, part):
    answer = read(f"popolo/{part}")
    assert answer[part] == popolo[part]
    assert answer["meta"]["licence"] == "CC-BY-4.0"
