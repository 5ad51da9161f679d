"""Plane geometry for figures: boxes, polygons and the roomiest place for a label."""

import heapq
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import count, pairwise

Point = tuple[float, float]
Ring = Sequence[Point]


@dataclass(frozen=True, slots=True)
class Rect:
    """An upright rectangle from (left, top) to (right, bottom)."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def height(self) -> float:
        return self.bottom - self.top

    @property
    def centre_x(self) -> float:
        return (self.left + self.right) / 2

    @property
    def centre_y(self) -> float:
        return (self.top + self.bottom) / 2

    def grown(self, by: float) -> "Rect":
        return Rect(self.left - by, self.top - by, self.right + by, self.bottom + by)

    def moved(self, dx: float = 0, dy: float = 0) -> "Rect":
        return Rect(self.left + dx, self.top + dy, self.right + dx, self.bottom + dy)

    def meets(self, other: "Rect") -> bool:
        """Do the insides overlap? Touching edges do not count."""
        return (
            self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom
        )

    def holds(self, other: "Rect") -> bool:
        return (
            self.left <= other.left
            and self.top <= other.top
            and self.right >= other.right
            and self.bottom >= other.bottom
        )


def around(points: Iterable[Point]) -> Rect:
    """The smallest rectangle that holds the points."""
    xs, ys = zip(*points, strict=True)
    return Rect(min(xs), min(ys), max(xs), max(ys))


def meets_line(box: Rect, a: Point, b: Point) -> bool:
    """Does the straight line from a to b enter the rectangle?"""
    first, last = 0.0, 1.0
    for start, end, low, high in ((a[0], b[0], box.left, box.right), (a[1], b[1], box.top, box.bottom)):
        way = end - start
        if not way:
            if not low < start < high:
                return False
            continue
        near, far = sorted(((low - start) / way, (high - start) / way))
        first, last = max(first, near), min(last, far)
    return first < last


def edges(rings: Iterable[Ring]) -> Iterator[tuple[Point, Point]]:
    """Every edge of the rings; a ring that does not repeat its first point is closed."""
    for ring in rings:
        yield from pairwise(ring)
        if ring[0] != ring[-1]:
            yield ring[-1], ring[0]


def inside(point: Point, rings: Sequence[Ring]) -> bool:
    """Even-odd rule, so that holes are outside."""
    x, y = point
    odd = False
    for (ax, ay), (bx, by) in edges(rings):
        if (ay > y) != (by > y) and x < ax + (y - ay) / (by - ay) * (bx - ax):
            odd = not odd
    return odd


def square_distance(point: Point, a: Point, b: Point) -> float:
    """Chebyshev distance from a point to a segment: half the side of the largest upright square that fits."""
    ax, ay = a[0] - point[0], a[1] - point[1]
    dx, dy = b[0] - a[0], b[1] - a[1]
    best = min(max(abs(ax), abs(ay)), max(abs(ax + dx), abs(ay + dy)))
    for base, slope in ((ax, dx), (ay, dy), (ax - ay, dx - dy), (ax + ay, dx + dy)):
        if slope:
            at = -base / slope
            if 0 < at < 1:
                best = min(best, max(abs(ax + at * dx), abs(ay + at * dy)))
    return best


def roomiest(rings: Sequence[Ring], *, width: float = 1, height: float = 1) -> tuple[Point, float]:
    """The point round which the largest box of the given proportions fits in the polygon, and its scale.

    This is the pole of inaccessibility measured in boxes: a scale of at least 1 means that width × height fits.
    """
    scaled = [[(x / (width / 2), y / (height / 2)) for x, y in ring] for ring in rings]
    walls = list(edges(scaled))

    def room(point: Point) -> float:
        near = min(square_distance(point, a, b) for a, b in walls)
        return near if inside(point, scaled) else -near

    bounds = around(point for ring in scaled for point in ring)
    half = min(bounds.width, bounds.height) / 2 or 1.0
    precision = half / 40
    order = count()
    best: tuple[float, Point] = (-float("inf"), (bounds.centre_x, bounds.centre_y))
    queue: list[tuple[float, int, Point, float]] = []

    def look(point: Point, half: float) -> None:
        nonlocal best
        found = room(point)
        best = max(best, (found, point))
        if found + half > best[0] + precision:
            heapq.heappush(queue, (-(found + half), next(order), point, half))

    for column in range(int(bounds.width / (2 * half)) + 1):
        for row in range(int(bounds.height / (2 * half)) + 1):
            look((bounds.left + half * (2 * column + 1), bounds.top + half * (2 * row + 1)), half)
    while queue:
        bound, _, (x, y), half = heapq.heappop(queue)
        if -bound <= best[0] + precision:
            break
        for dx in (-half / 2, half / 2):
            for dy in (-half / 2, half / 2):
                look((x + dx, y + dy), half / 2)
    scale, (x, y) = best
    return (x * width / 2, y * height / 2), scale
