"""Where everything but the lines stands."""

from collections.abc import Mapping
from dataclasses import dataclass

from hytti.core.charts.geometry import Rect
from hytti.core.charts.text import text_width, wrap
from hytti.structures.diagram.blocks import level, narrowest, place_box, place_item
from hytti.structures.diagram.measures import (
    COMPACT,
    FULL,
    GROUP_GAP,
    ITEM_GAP,
    LINE_GAP,
    LINE_HEIGHT,
    PORT_STEP,
    SMALL_GAP,
    SPINE,
    TITLE_WEIGHT,
    VERB_GAP,
    VERB_LINE_HEIGHT,
    VERB_WEIGHT,
    Measures,
)
from hytti.structures.diagram.model import PlacedBox, PlacedItem, Sample, Words
from hytti.structures.diagram.spec import Box, DiagramSpec, Item, Relation

_DOCUMENT_COLUMNS = 3
_SAMPLE_ROOM = 55.0
_LEAST_SHARE = 0.45  # of a lane's column, however long the verbs beside the box
_CROSS_GAP = 44.0  # between two boxes whose lines with verbs come from another lane


@dataclass(frozen=True)
class Placement:
    """The picture before its lines are drawn."""

    measures: Measures
    height: float
    panels: tuple[Rect, ...]
    lanes: tuple[Rect, ...]
    items: tuple[PlacedItem, ...]
    documents: tuple[PlacedBox, ...]
    words: tuple[Words, ...]
    samples: tuple[Sample, ...]
    blocked: tuple[Rect, ...]


def verb_of(relation: Relation, spec: DiagramSpec) -> str:
    return (relation.short or relation.verb) if spec.compact else relation.verb


class Places:
    """Which lane and row each item has, and how the relations meet it."""

    def __init__(self, spec: DiagramSpec) -> None:
        self.spec = spec
        self.rows = {item.key: (at, row) for at, lane in enumerate(spec.lanes) for row, item in enumerate(lane.items)}
        self.relations = [
            one
            for one in spec.relations
            if one.source in self.rows and one.target in self.rows and one.source != one.target
        ]

    def lane(self, key: str) -> int:
        return self.rows[key][0]

    def across(self, key: str) -> list[Relation]:
        """Relations of the item with other lanes, the ruling ones first."""
        found = [one for one in self.relations if key in (one.source, one.target)]
        found = [one for one in found if self.lane(one.source) != self.lane(one.target)]
        return sorted(found, key=lambda one: one.kind in ("cooperates", "line"))

    def arriving(self, lane: int) -> list[Relation]:
        """Relations with verbs that come to a lane's boxes from the other lanes."""
        boxes = [item.key for item in self.spec.lanes[lane].items if isinstance(item, Box)]
        return [one for key in boxes for one in self.across(key) if one.target == key and verb_of(one, self.spec)]

    def between(self, upper: str, lower: str) -> list[Relation]:
        return [one for one in self.relations if {one.source, one.target} == {upper, lower}]

    def offset(self, relation: Relation, key: str, height: float) -> float:
        """How far from the middle of the item's side the line should meet it, when several lines come there."""
        own = self.lane(key)
        other = _other(relation, key)
        to_right = self.lane(other) > own
        same = [one for one in self.across(key) if (self.lane(_other(one, key)) > own) == to_right]
        same.sort(key=lambda one: self.rows[_other(one, key)][1])
        if len(same) < 2 or relation not in same:
            return 0.0
        step = min(PORT_STEP, max(height - 28, 0) / (len(same) - 1))
        return (same.index(relation) - (len(same) - 1) / 2) * step


def _other(relation: Relation, key: str) -> str:
    return relation.target if relation.source == key else relation.source


def place(spec: DiagramSpec) -> Placement:
    """Stack the lanes' items; a box that another lane appoints stands level with the box that appoints it."""
    measures = COMPACT if spec.compact else FULL
    width = spec.width or measures.width
    top, panel, documents, words = _documents(spec, width, measures)
    lanes = _lanes(spec, width, top, measures)
    places = Places(spec)
    placed: dict[str, PlacedItem] = {}
    for at in _order(places):
        _stack(places, at, lanes[at], placed, measures)
    items = tuple(placed[item.key] for lane in spec.lanes for item in lane.items)
    for lane, column in zip(spec.lanes, lanes, strict=True):
        lines = wrap(lane.title, column.width - 2 * measures.lane_pad, measures.heading, TITLE_WEIGHT)
        words.append(
            _words(lines, column.left + measures.lane_pad, top + 31, measures.heading, TITLE_WEIGHT, "dg-heading")
        )
    headings = [_ink(one) for one in words[-len(spec.lanes) :]] if spec.lanes else []
    below = max((one.rect.bottom for one in items if one.lane == 0), default=top + measures.lane_head)
    legend, samples, end = _legend(spec, lanes, below, measures)
    bottom = max([top + measures.lane_head, end, *(one.rect.bottom for one in items)]) + measures.lane_pad
    columns = tuple(Rect(lane.left, lane.top, lane.right, bottom) for lane in lanes)
    blocked = [*headings, *([panel] if panel else [])]
    if legend and lanes:
        blocked.append(Rect(lanes[0].left + measures.lane_pad, below + 24, lanes[0].right - measures.lane_pad, end))
    return Placement(
        measures, bottom, (*((panel,) if panel else ()), *columns), columns, items, documents,
        (*words, *legend), samples, tuple(blocked),
    )  # fmt: skip


def _words(lines: tuple[str, ...], x: float, y: float, size: float, weight: int, css: str) -> Words:
    return Words(lines, x, y, size, weight, LINE_HEIGHT, css)


def _ink(words: Words) -> Rect:
    width = max((text_width(line, words.size, words.weight) for line in words.lines), default=0)
    return Rect(words.x, words.y - words.size, words.x + width, words.bottom + 6)


def _documents(
    spec: DiagramSpec, width: float, measures: Measures
) -> tuple[float, Rect | None, tuple[PlacedBox, ...], list[Words]]:
    """The guiding documents on top; returns where the lanes begin."""
    if not spec.documents:
        return 0.0, None, (), []
    pad = measures.lane_pad
    inner = width - 2 * pad
    labels = spec.labels
    title = wrap(labels.documents, inner, measures.size, TITLE_WEIGHT)
    words = [_words(title, pad, 30, measures.size, TITLE_WEIGHT, "dg-title")]
    below = words[-1].bottom
    if labels.documents_note:
        used = text_width(title[-1], measures.size, TITLE_WEIGHT) + 12 if title else 0.0
        beside = used + text_width(labels.documents_note, measures.size) <= inner
        note = wrap(labels.documents_note, inner, measures.size)
        x, y = (pad + used, below) if beside else (pad, below + LINE_HEIGHT)
        words.append(_words(note, x, y, measures.size, 400, "dg-note"))
        below = words[-1].bottom
    columns = 1 if spec.compact else _DOCUMENT_COLUMNS
    column = (inner - 10 * (columns - 1)) / columns
    height = level([place_box(box, Rect(0, 0, column, 0), measures, icon=True) for box in spec.documents], measures)
    placed: list[PlacedBox] = []
    for at, box in enumerate(spec.documents):
        x = pad + (at % columns) * (column + 10)
        y = below + 20 + (at // columns) * (height + SMALL_GAP)
        placed.append(place_box(box, Rect(x, y, x + column, y + height), measures, icon=True))
    panel = Rect(0, 0, width, placed[-1].rect.bottom + pad)
    return panel.bottom + measures.lane_gap, panel, tuple(placed), words


def _lanes(spec: DiagramSpec, width: float, top: float, measures: Measures) -> list[Rect]:
    total = sum(lane.width for lane in spec.lanes) or 1
    free = width - measures.lane_gap * (len(spec.lanes) - 1)
    lanes: list[Rect] = []
    left = 0.0
    for lane in spec.lanes:
        right = left + free * lane.width / total
        lanes.append(Rect(left, top, right, top))
        left = right + measures.lane_gap
    return lanes


def _order(places: Places) -> list[int]:
    """Lanes in the order of placing: the one that decides most about the others, then those that it reaches first."""
    crossing = [one for one in places.relations if places.lane(one.source) != places.lane(one.target)]
    ruling = [one for one in crossing if one.kind == "decides"]

    def weight(at: int, done: list[int]) -> tuple[int, int]:
        reached = sum({places.lane(one.source), places.lane(one.target)} - set(done) == {at} for one in crossing)
        return (reached if done else 0), sum(places.lane(one.source) == at for one in ruling)

    order: list[int] = []
    for _ in places.spec.lanes:
        order.append(
            max((at for at in range(len(places.spec.lanes)) if at not in order), key=lambda at: weight(at, order))
        )
    return order


def _stack(places: Places, at: int, lane: Rect, placed: dict[str, PlacedItem], measures: Measures) -> None:
    before: PlacedItem | None = None
    for item in places.spec.lanes[at].items:
        left, width = _column(places, item, at, lane, measures)
        if before is None:
            top = lane.top + _lane_head(places.spec.lanes[at].title, lane, measures)
        else:
            top = before.rect.bottom + _gap(places, before, item, lane, measures)
        one = place_item(item, at, left, top, width, measures)
        wished = _level_with(places, one, placed) if isinstance(item, Box) else None
        if wished is not None and wished > top:
            one = place_item(item, at, left, wished, width, measures)
        placed[item.key] = before = one


def _lane_head(title: str, lane: Rect, measures: Measures) -> float:
    lines = wrap(title, lane.width - 2 * measures.lane_pad, measures.heading, TITLE_WEIGHT)
    return measures.lane_head + LINE_HEIGHT * max(len(lines) - 1, 0)


def _column(places: Places, item: Item, at: int, lane: Rect, measures: Measures) -> tuple[float, float]:
    """Left edge and width of an item: a box that verbs arrive at leaves them a channel on that side."""
    left, full = lane.left + measures.lane_pad, lane.width - 2 * measures.lane_pad
    if not isinstance(item, Box):
        return left, full
    for to_right in (True, False):
        arriving = [one for one in places.arriving(at) if (places.lane(one.source) > at) == to_right]
        if item.key in {one.target for one in arriving}:
            narrowed = [box for box in places.spec.lanes[at].items if box.key in {one.target for one in arriving}]
            longest = max(text_width(verb_of(one, places.spec), measures.verb_size, VERB_WEIGHT) for one in arriving)
            least = max(narrowest(box, measures) for box in narrowed if isinstance(box, Box))
            width = max(full + measures.lane_pad - longest - measures.channel, full * _LEAST_SHARE, least)
            width = min(width, full)
            return (left if to_right else left + full - width), width
    return left, full


def _gap(places: Places, before: PlacedItem, item: Item, lane: Rect, measures: Measures) -> float:
    """Room between two items: for the verb on the line between them, or for the lines that come from the side."""
    gap = ITEM_GAP if isinstance(item, Box) and len(before.boxes) == 1 and not before.words else GROUP_GAP
    joining = places.between(before.key, item.key)
    if joining:
        gap = LINE_GAP
    for one in joining:
        verb = verb_of(one, places.spec)
        if verb:
            room = lane.right - 6 - (before.rect.left + SPINE * before.rect.width + VERB_GAP)
            lines = wrap(verb, max(room, 60), measures.verb_size, VERB_WEIGHT)
            gap = max(gap, len(lines) * VERB_LINE_HEIGHT + 24)
    across = [places.across(before.key), places.across(item.key)]
    if all(any(verb_of(one, places.spec) for one in found) for found in across):
        gap = max(gap, _CROSS_GAP)
    return gap


def _level_with(places: Places, one: PlacedItem, placed: Mapping[str, PlacedItem]) -> float | None:
    """The top at which a straight line would join the box with its partner in a lane already placed."""
    for relation in places.across(one.key):
        partner = placed.get(_other(relation, one.key))
        if partner is None or len(partner.boxes) != 1 or partner.words:
            continue
        line = partner.rect.centre_y + places.offset(relation, partner.key, partner.rect.height)
        own = places.offset(relation, one.key, one.rect.height)
        return line - own - one.rect.height / 2
    return None


def _legend(
    spec: DiagramSpec, lanes: list[Rect], below: float, measures: Measures
) -> tuple[list[Words], tuple[Sample, ...], float]:
    labels = spec.labels
    if spec.compact or not lanes or not labels.legend:
        return [], (), below
    left = lanes[0].left + measures.lane_pad
    inner = lanes[0].width - 2 * measures.lane_pad
    words = [
        _words(
            wrap(labels.legend, inner, measures.size, TITLE_WEIGHT),
            left,
            below + 58,
            measures.size,
            TITLE_WEIGHT,
            "dg-title",
        )
    ]
    samples: list[Sample] = []
    rows = (
        (labels.legend_decides, "", True),
        (labels.legend_chain, "dg-on", True),
        (labels.legend_cooperates, "dg-coop", False),
    )
    for text, css, head in rows:
        if text:
            y = words[-1].bottom + 30
            samples.append(Sample(css, head, y - 5, left))
            words.append(
                _words(wrap(text, inner - _SAMPLE_ROOM, measures.size), left + _SAMPLE_ROOM, y, measures.size, 400, "")
            )
    if labels.legend_note:
        words.append(
            _words(
                wrap(labels.legend_note, inner, measures.size),
                left,
                words[-1].bottom + 32,
                measures.size,
                400,
                "dg-note",
            )
        )
    return words, tuple(samples), words[-1].bottom + 8
