"""Boxes, groups and frames at a given place and width."""

from collections.abc import Sequence
from dataclasses import replace

from hytti.core.charts.geometry import Rect
from hytti.core.charts.text import least_width, text_width, wrap
from hytti.structures.diagram.measures import (
    BODY_WEIGHT,
    CAPITAL,
    FRAME_PAD,
    LINE_HEIGHT,
    LIST_LINE_HEIGHT,
    SMALL_GAP,
    TITLE_WEIGHT,
    Measures,
)
from hytti.structures.diagram.model import PlacedBox, PlacedItem, Words
from hytti.structures.diagram.spec import Box, Frame, Group, Item

_ICON_ROOM = 27.0
_NOTE_SHARE = 0.4  # of a box's width; a longer note goes under the label
_BULLET_ROOM = 18.0
_TWO_COLUMNS = 180.0  # a narrower group puts its boxes in one
_BULLET_LINE_HEIGHT = 21.0
_BULLET_GAP = 4.0
_ITEM_TOP = 28.0


def narrowest(box: Box, measures: Measures) -> float:
    """The least width of a body's box in which its name and tasks turn at good places."""
    name = least_width(box.label, measures.size, BODY_WEIGHT)
    tasks = [least_width(item, measures.size) + _BULLET_ROOM for item in box.items]
    return max([name, *tasks]) + 2 * measures.body_pad + 1


def place_item(item: Item, lane: int, left: float, top: float, width: float, measures: Measures) -> PlacedItem:
    """The item with its upper left corner in place; a frame stands out of the lane's column by its pad."""
    if isinstance(item, Box):
        box = place_box(item, Rect(left, top, left + width, top), measures)
        return PlacedItem(item.key, lane, box.rect, (box,))
    framed = isinstance(item, Frame) or item.framed
    groups = item.groups if isinstance(item, Frame) else (item,)
    column = (width - SMALL_GAP * (len(groups) - 1)) / max(len(groups), 1)
    lefts = [left + at * (column + SMALL_GAP) for at in range(len(groups))]
    head = top + (FRAME_PAD if framed else 0)
    titles = [_title(group, x, head, column, measures) for group, x in zip(groups, lefts, strict=True)]
    first = max((words.bottom for title in titles for words in title), default=head) + 14
    boxes: list[PlacedBox] = []
    for group, x in zip(groups, lefts, strict=True):
        boxes += _grid(group, x, first, column, measures)
    bottom = max((box.rect.bottom for box in boxes), default=first)
    rect = Rect(left, top, left + width, bottom)
    if framed:
        rect = Rect(left - FRAME_PAD, top, left + width + FRAME_PAD, bottom + FRAME_PAD + 2)
    return PlacedItem(item.key, lane, rect, tuple(boxes), tuple(words for title in titles for words in title), framed)


def place_box(box: Box, room: Rect, measures: Measures, *, icon: bool = False) -> PlacedBox:
    """The box at the room's upper left corner, as wide as the room and at least as high."""
    if box.items:
        return _unit(box, room, measures)
    body = box.kind == "body"
    pad = measures.body_pad if body else measures.list_pad
    weight = BODY_WEIGHT if body else 400
    line_height = LINE_HEIGHT if body else LIST_LINE_HEIGHT
    left = room.left + pad + (_ICON_ROOM if icon else 0)
    inner = room.right - pad - left
    note_width = text_width(box.note, measures.size) if box.note else 0.0
    left_over = inner - note_width - 10
    roomy = note_width <= inner * _NOTE_SHARE and least_width(box.label, measures.size, weight) <= left_over
    beside = bool(box.note) and roomy
    lines = wrap(box.label, left_over if beside else inner, measures.size, weight)
    under = wrap(box.note, inner, measures.size) if box.note and not beside else ()
    count = len(lines) + len(under)
    least = measures.body_height if body else measures.list_height
    height = max(room.height, least, count * line_height + (28 if body else 18))
    rect = Rect(room.left, room.top, room.right, room.top + height)
    first = _first_line(rect, count, line_height, measures.size)
    words = [Words(lines, left, first, measures.size, weight, line_height)]
    if beside:
        middle = _first_line(rect, 1, line_height, measures.size)
        words.append(
            Words((box.note,), rect.right - pad, middle, measures.size, 400, line_height, "dg-note", anchor="end")
        )
    elif under:
        below = first + len(lines) * line_height
        words.append(Words(under, left, below, measures.size, 400, line_height, "dg-note"))
    return PlacedBox(box, rect, tuple(words), icon)


def level(boxes: Sequence[PlacedBox], measures: Measures) -> float:
    """The height that all the boxes can share."""
    return max((box.rect.height for box in boxes), default=measures.list_height)


def _unit(box: Box, room: Rect, measures: Measures) -> PlacedBox:
    pad = measures.body_pad
    inner = room.width - 2 * pad
    title = Words(
        wrap(box.label, inner, measures.size, TITLE_WEIGHT),
        room.left + pad,
        room.top + _ITEM_TOP,
        measures.size,
        TITLE_WEIGHT,
        LINE_HEIGHT,
        "dg-title",
    )
    words = [title]
    base = title.bottom + 28
    for item in box.items:
        lines = wrap(item, inner - _BULLET_ROOM, measures.size)
        row = Words(
            lines, room.left + pad + _BULLET_ROOM, base, measures.size, 400, _BULLET_LINE_HEIGHT, "dg-task", dotted=True
        )
        words.append(row)
        base = row.bottom + _BULLET_LINE_HEIGHT + _BULLET_GAP
    bottom = max(words[-1].bottom + 16, room.bottom)
    return PlacedBox(box, Rect(room.left, room.top, room.right, bottom), tuple(words))


def _first_line(rect: Rect, count: int, line_height: float, size: float) -> float:
    """Base line of the first of `count` lines that stand in the middle of the rectangle."""
    capital = size * CAPITAL
    return rect.centre_y - ((count - 1) * line_height + capital) / 2 + capital


def _title(group: Group, left: float, top: float, width: float, measures: Measures) -> list[Words]:
    """The group's title, and its quieter continuation on the same line where there is room."""
    lines = wrap(group.title, width, measures.size, TITLE_WEIGHT)
    if not lines:
        return []
    title = Words(lines, left, top + 13, measures.size, TITLE_WEIGHT, LINE_HEIGHT, "dg-title")
    if not group.title_note:
        return [title]
    used = text_width(lines[-1] + " ", measures.size, TITLE_WEIGHT)
    fits = used + text_width(group.title_note, measures.size) <= width
    note = wrap(group.title_note, width, measures.size)
    x, y = (left + used, title.bottom) if fits else (left, title.bottom + LINE_HEIGHT)
    return [title, Words(note, x, y, measures.size, 400, LINE_HEIGHT, "dg-note")]


def _grid(group: Group, left: float, top: float, width: float, measures: Measures) -> list[PlacedBox]:
    """The group's small boxes in rows; boxes that stand in two columns are all of one height."""
    columns = group.columns if width >= _TWO_COLUMNS else 1
    column = (width - SMALL_GAP * (columns - 1)) / columns
    small = [replace(box, kind="list" if box.kind == "body" else box.kind, items=()) for box in group.boxes]
    tried = [place_box(box, Rect(0, 0, column, 0), measures) for box in small]
    shared = level(tried, measures) if columns > 1 else 0.0
    placed: list[PlacedBox] = []
    y = top
    for at, box in enumerate(small):
        x = left + (at % columns) * (column + SMALL_GAP)
        one = place_box(box, Rect(x, y, x + column, y + shared), measures)
        placed.append(one)
        if at % columns == columns - 1:
            y = one.rect.bottom + SMALL_GAP
    return placed
