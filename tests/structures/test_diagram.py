from dataclasses import replace
from itertools import combinations
from xml.etree import ElementTree

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hytti.core.charts.geometry import Rect
from hytti.core.charts.text import text_width
from hytti.structures.diagram import Box, DiagramSpec, Frame, Group, Lane, Relation, chain, layout, nested, render
from structures.diagram_sample import HYTE, LABELS, sample

SVG = "{http://www.w3.org/2000/svg}"
PICTURES = [
    pytest.param({"compact": compact, "lang": lang}, id=f"{'compact' if compact else 'full'}-{lang}")
    for compact in (False, True)
    for lang in ("fi", "sv", "en")
]


def segment(a, b):
    return Rect(min(a[0], b[0]), min(a[1], b[1]), max(a[0], b[0]), max(a[1], b[1]))


def touches(a, b):
    return a.left <= b.right and b.left <= a.right and a.top <= b.bottom and b.top <= a.bottom


def assert_sound(picture):
    """What holds for every picture, whatever its data."""
    assert len(picture.routes) + len(picture.unrouted) == len(picture.spec.relations)
    runs = [(route, segment(a, b)) for route in picture.routes for a, b in route.segments]
    for route in picture.routes:
        assert all(a[0] == b[0] or a[1] == b[1] for a, b in route.segments), "a line is neither level nor upright"
    for (one, first), (other, second) in combinations(runs, 2):
        assert one is other or not touches(first, second), f"{one.relation} meets {other.relation}"
    for route, run in runs:
        for item in picture.items:
            assert not run.meets(item.rect), f"{route.relation} runs behind {item.key}"
            own = item.key in (route.relation.source, route.relation.target)
            assert own or not touches(run, item.rect), f"{route.relation} touches {item.key}"
    verbs = [route.verb.rect for route in picture.routes if route.verb]
    for verb in verbs:
        assert not any(verb.meets(item.rect) for item in picture.items)
        assert not any(touches(verb, run) for _, run in runs)
    assert not any(a.meets(b) for a, b in combinations(verbs, 2))
    for a, b in combinations(picture.boxes, 2):
        assert not a.rect.meets(b.rect), f"{a.box.key} and {b.box.key} overlap"
    for box in picture.boxes:
        for words in box.words:
            widest = max(text_width(line, words.size, words.weight) for line in words.lines)
            left = words.x - widest if words.anchor == "end" else words.x
            assert box.rect.left < left
            assert left + widest < box.rect.right
            assert box.rect.top < words.y - words.size * 0.6
            assert words.bottom < box.rect.bottom
    for item in picture.items:
        assert item.rect.bottom < picture.height


@pytest.mark.parametrize("options", PICTURES)
def test_the_regions_picture_shows_every_relation_without_a_crossing(options):
    picture = layout(sample(**options))
    assert_sound(picture)
    assert picture.unrouted == ()


@pytest.mark.parametrize("compact", [False, True])
def test_the_line_that_appoints_the_associations_committee_is_straight(compact):
    picture = layout(sample(compact=compact))
    line = next(route for route in picture.routes if route.relation.target == "jarjestoneuvottelukunta")
    assert len(line.points) == 2


def test_the_verb_and_the_rule_stand_on_the_line():
    picture = layout(sample())
    verbs = {" ".join(route.verb.words.lines) for route in picture.routes if route.verb}
    assert {"asettaa, hallintosääntö 16 §", "asettaa, 15 §", "valitsee", "esittelee"} <= verbs


def test_selecting_the_associations_committee_lights_who_proposes_and_who_appoints_it():
    lit = chain(sample(selected="jarjestoneuvottelukunta"))
    assert {(one.source, one.target) for one in lit} == {
        ("aluehallitus", "jarjestoneuvottelukunta"),
        (HYTE, "aluehallitus"),
    }


def test_a_proposal_about_one_committee_is_not_in_the_chain_of_another():
    lit = chain(sample(selected="yhdyspintaneuvottelukunta"))
    assert {(one.source, one.target) for one in lit} == {("aluehallitus", "yhdyspintaneuvottelukunta")}


def test_a_body_that_nobody_appoints_shows_what_it_decides():
    lit = chain(sample(selected="aluevaltuusto"))
    assert {one.target for one in lit} == {"aluehallitus", HYTE}


def test_selecting_moves_nothing():
    plain, selected = layout(sample()), layout(sample(selected="aluehallitus"))
    assert plain.items == selected.items
    assert plain.routes == selected.routes


def links(root):
    return [
        (link.get("aria-label") or " ".join("".join(link.itertext()).split()), link) for link in root.iter(f"{SVG}a")
    ]


def test_every_box_is_a_link_that_reads_as_its_whole_name():
    spec = sample()
    found = dict(links(ElementTree.fromstring(render(layout(spec)))))
    assert "Hyvinvoinnin ja terveyden edistämisen lautakunta" in found
    assert "Osallisuus 11" in found
    assert found["Lahti"].get("href") == "/fi/alueet/lahti/"
    assert len(found) == len(layout(spec).boxes)


def test_a_name_that_is_parted_for_the_eye_is_whole_for_the_ear():
    found = dict(links(ElementTree.fromstring(render(layout(sample(compact=True))))))
    assert "Yhdyspintaneuvottelukunta" in found


def test_the_selected_box_is_marked_as_current():
    root = ElementTree.fromstring(render(layout(sample(selected="aluehallitus"))))
    assert [name for name, link in links(root) if link.get("aria-current")] == ["Aluehallitus"]


def test_the_picture_is_a_named_group_without_inline_style_and_small():
    text = render(layout(sample()))
    root = ElementTree.fromstring(text)
    assert root.get("role") == "group"
    assert root.find(f"{SVG}title").text == LABELS.title
    assert "style=" not in text
    assert len(text.encode()) < 30_000


def test_labels_and_addresses_are_escaped():
    spec = DiagramSpec(LABELS, (Lane("<i>", (Box("a", "<b>&", '/"><script>'),)),))
    text = render(layout(spec))
    assert "<b>" not in text
    assert "<script>" not in text


def test_a_relation_that_cannot_be_drawn_is_listed_and_still_in_the_nested_list():
    inner = Box("inner", "Sisällä", "/a/")
    lanes = (Lane("Ensimmäinen", (Group("g", "Ryhmä", (inner,)), Box("b", "Ulkona", "/b/"))),)
    spec = DiagramSpec(LABELS, lanes, (Relation("b", "inner", "asettaa"),))
    assert layout(spec).unrouted == spec.relations
    node = nested(spec).lanes[0].children[1]
    assert [(one.verb, one.label) for one in node.relations] == [("asettaa", "Sisällä")]


def walk(nodes):
    for node in nodes:
        yield node
        yield from walk(node.children)


@pytest.mark.parametrize("compact", [False, True])
def test_the_nested_list_has_every_box_and_every_relation(compact):
    spec = sample(compact=compact)
    tree = nested(spec)
    nodes = [*walk(tree.documents), *walk(tree.lanes)]
    assert {box.box.key for box in layout(spec).boxes} <= {node.key for node in nodes}
    assert sum(len(node.relations) for node in nodes) == len(spec.relations)


def test_the_nested_list_has_the_tasks_of_the_unit():
    unit = next(node for node in walk(nested(sample()).lanes) if node.key == "hyte-ja-yhdyspintatyon-yksikko")
    assert len(unit.items) == 7


WORDS = st.text(alphabet="aeioukstnlrväö ", min_size=1, max_size=60).filter(str.strip)


@st.composite
def specs(draw):
    keys = iter(range(1000))

    def box():
        items = tuple(draw(st.lists(WORDS, max_size=3)))
        kind = draw(st.sampled_from(["body", "list", "area"]))
        return Box(
            f"k{next(keys)}",
            draw(WORDS),
            "/",
            draw(st.sampled_from(["", "3", "2021–2025", "pitkä lisätieto tästä"])),
            kind,
            items,
        )

    def group():
        boxes = tuple(box() for _ in range(draw(st.integers(0, 4))))
        return Group(f"g{next(keys)}", draw(WORDS), boxes, draw(st.sampled_from([1, 2])), draw(st.booleans()))

    def item():
        kind = draw(st.sampled_from(["box", "box", "box", "group", "frame"]))
        if kind == "box":
            return box()
        return group() if kind == "group" else Frame(f"f{next(keys)}", (group(), group()))

    lanes = tuple(
        Lane(draw(WORDS), tuple(item() for _ in range(draw(st.integers(0, 5)))), draw(st.sampled_from([1, 1.5])))
        for _ in range(draw(st.integers(1, 3)))
    )
    ends = [item.key for lane in lanes for item in lane.items]
    relations: list[Relation] = []
    if ends:
        kinds = st.sampled_from(["decides", "proposes", "presents", "cooperates", "line"])
        ways = st.tuples(st.sampled_from(ends), st.sampled_from(ends), st.one_of(st.just(""), WORDS), kinds)
        relations = [Relation(*way) for way in draw(st.lists(ways, max_size=7))]
    documents = tuple(box() for _ in range(draw(st.integers(0, 4))))
    documents = tuple(replace(one, items=()) for one in documents)
    return DiagramSpec(LABELS, lanes, tuple(dict.fromkeys(relations)), documents, compact=draw(st.booleans()))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(specs())
def test_any_regions_picture_is_sound(spec):
    picture = layout(spec)
    assert_sound(picture)
    ElementTree.fromstring(render(picture))
    nested(spec)
