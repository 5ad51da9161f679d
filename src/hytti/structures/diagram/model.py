"""A structure diagram whose every part has a place."""

from dataclasses import dataclass
from itertools import pairwise

from hytti.core.charts.geometry import Point, Rect
from hytti.structures.diagram.spec import Box, DiagramSpec, Relation


@dataclass(frozen=True)
class Words:
    """Lines of text. `y` is the base line of the first."""

    lines: tuple[str, ...]
    x: float
    y: float
    size: float
    weight: int
    line_height: float
    css: str = ""
    anchor: str = ""
    dotted: bool = False

    @property
    def bottom(self) -> float:
        return self.y + self.line_height * (len(self.lines) - 1)


@dataclass(frozen=True)
class PlacedBox:
    box: Box
    rect: Rect
    words: tuple[Words, ...]
    icon: bool = False


@dataclass(frozen=True)
class PlacedItem:
    """An item of a lane: a solid block, which lines go round and end at."""

    key: str
    lane: int
    rect: Rect
    boxes: tuple[PlacedBox, ...]
    words: tuple[Words, ...] = ()
    framed: bool = False


@dataclass(frozen=True)
class Verb:
    """A relation's verb beside its line."""

    words: Words
    rect: Rect


@dataclass(frozen=True)
class Route:
    relation: Relation
    points: tuple[Point, ...]
    verb: Verb | None = None

    @property
    def segments(self) -> tuple[tuple[Point, Point], ...]:
        return tuple(pairwise(self.points))


@dataclass(frozen=True)
class Sample:
    """A row of the legend: a line as it is drawn, with its meaning."""

    css: str
    head: bool
    y: float
    left: float


@dataclass(frozen=True)
class Layout:
    """The whole picture; `unrouted` are the relations that no line could show without crossing another."""

    spec: DiagramSpec
    width: float
    height: float
    panels: tuple[Rect, ...]
    items: tuple[PlacedItem, ...]
    documents: tuple[PlacedBox, ...]
    words: tuple[Words, ...]
    samples: tuple[Sample, ...]
    routes: tuple[Route, ...]
    unrouted: tuple[Relation, ...]

    @property
    def boxes(self) -> tuple[PlacedBox, ...]:
        return (*self.documents, *(box for item in self.items for box in item.boxes))
