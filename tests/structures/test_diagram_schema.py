from copy import deepcopy

import pytest
import yaml
from pydantic import ValidationError

from hytti.structures.diagram import Relation
from hytti.structures.diagram_schema import build, parse, references
from structures.diagram_sample import LABELS, PACK, REGISTER, expand, resolve, sample


@pytest.fixture
def data():
    return yaml.safe_load(PACK.read_text(encoding="utf-8"))


def keys(spec):
    return {item.key for lane in spec.lanes for item in lane.items}


def test_the_pack_speaks_of_the_lanes_of_the_regions_own_slide(data):
    spec = build(parse(data), resolve, expand, REGISTER, labels=LABELS)
    assert [lane.title for lane in spec.lanes] == ["Kunnat", "Yhdyspinnat", "Hyvinvointialue"]
    assert len(spec.documents) == 9


def test_a_label_falls_back_to_finnish_and_says_so(data):
    data["full"]["lanes"][2]["items"][4]["label"].pop("sv")
    spec = build(parse(data), resolve, expand, REGISTER, labels=LABELS, lang="sv")
    manager = next(item for item in spec.lanes[2].items if item.key == "post:hyte-paallikko")
    assert (manager.label, manager.lang) == ("Hyte-päällikkö", "fi")


def test_the_number_of_things_comes_from_the_register():
    assert "10 kuntaa" in {item.label for item in sample(compact=True).lanes[0].items}


def test_what_the_register_no_longer_has_is_left_out_with_its_lines(data):
    def without_council(reference):
        if reference == "aluevaltuusto":
            raise LookupError(reference)
        return resolve(reference)

    spec = build(parse(data), without_council, expand, REGISTER, labels=LABELS)
    assert "aluevaltuusto" not in keys(spec)
    assert not any(one.source == "aluevaltuusto" for one in spec.relations)


def test_an_appointment_that_the_register_lacks_is_not_drawn(data):
    register = [one for one in REGISTER if one.target != "jarjestoneuvottelukunta"]
    spec = build(parse(data), resolve, expand, register, labels=LABELS)
    assert not any(one.target == "jarjestoneuvottelukunta" for one in spec.relations)


def test_a_relation_of_the_register_keeps_its_own_verb_where_the_pack_has_none(data):
    register = [Relation("aluehallitus", "hyte-ja-yhdyspintatyon-yksikko", "ohjaa")]
    spec = build(parse(data), resolve, expand, register, labels=LABELS)
    assert "ohjaa" in {one.verb for one in spec.relations}


def test_the_references_are_listed_for_the_packs_check(data):
    found = references(parse(data))
    assert {"all:municipalities", "all:priorities", "all:guiding-documents", "all:networks"} <= found
    assert "paihteet-ja-mielenterveys-asiantuntijaryhma" in found


def test_a_misspelt_field_is_refused_by_name(data):
    data["full"]["lanes"][0]["widht"] = 300
    with pytest.raises(ValidationError, match="widht"):
        parse(data)


def test_a_relation_to_what_is_not_in_the_picture_is_refused_by_name(data):
    data["compact"]["relations"][0]["to"] = "aluehalitus"
    with pytest.raises(ValidationError, match="aluehalitus"):
        parse(data)


def test_the_same_thing_twice_in_a_picture_is_refused_by_name(data):
    items = data["full"]["lanes"][2]["items"]
    items.append(deepcopy(items[0]))
    with pytest.raises(ValidationError, match="twice: aluevaltuusto"):
        parse(data)
