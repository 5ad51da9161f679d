"""The cheapest path of upright and level segments round rectangles."""

import heapq
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import count

from hytti.core.charts.geometry import Point, Rect

BEND_COST = 40.0
Step = tuple[int, int]
_STEPS: tuple[Step, ...] = ((1, 0), (-1, 0), (0, 1), (0, -1))


@dataclass(frozen=True)
class Port:
    """A place where a line may leave or meet a box: on its edge, the way out, and what choosing it costs."""

    edge: Point
    out: Step
    cost: float = 0.0

    def stub(self, length: float) -> Point:
        return self.edge[0] + self.out[0] * length, self.edge[1] + self.out[1] * length


class Grid:
    """Crossings of given uprights and levels; walls are rectangles whose inside no path may touch."""

    def __init__(self, xs: Iterable[float], ys: Iterable[float], walls: Sequence[Rect]) -> None:
        self.xs, self.ys = sorted(set(xs)), sorted(set(ys))
        self._rows = [[wall for wall in walls if wall.top < y < wall.bottom] for y in self.ys]
        self._columns = [[wall for wall in walls if wall.left < x < wall.right] for x in self.xs]

    def node(self, point: Point) -> tuple[int, int] | None:
        column, row = bisect_left(self.xs, point[0]), bisect_left(self.ys, point[1])
        if column < len(self.xs) and row < len(self.ys) and (self.xs[column], self.ys[row]) == point:
            return column, row
        return None

    def free(self, column: int, row: int, step: Step) -> bool:
        """May a path go from this node to the next one that way?"""
        if step[0]:
            low, high = sorted((self.xs[column], self.xs[column + step[0]]))
            return not any(wall.left < high and wall.right > low for wall in self._rows[row])
        low, high = sorted((self.ys[row], self.ys[row + step[1]]))
        return not any(wall.top < high and wall.bottom > low for wall in self._columns[column])

    def path(self, starts: Sequence[Port], goals: Sequence[Port], stub: float) -> tuple[float, list[Point]] | None:
        """Cheapest path from the edge of one start to the edge of one goal, only its corners named."""
        entries: dict[tuple[int, int, Step], Port] = {}
        queue: list[tuple[float, int, int, int, Step]] = []
        best: dict[tuple[int, int, Step], float] = {}
        came: dict[tuple[int, int, Step], tuple[int, int, Step]] = {}
        order = count()
        ends: dict[tuple[int, int], list[Port]] = {}
        for goal in goals:
            node = self.node(goal.stub(stub))
            if node:
                ends.setdefault(node, []).append(goal)
        for start in starts:
            node = self.node(start.stub(stub))
            if node:
                state = (*node, start.out)
                if start.cost < best.get(state, float("inf")):
                    best[state], entries[state] = start.cost, start
                    heapq.heappush(queue, (start.cost, next(order), *state))
        found: tuple[float, tuple[int, int, Step], Port] | None = None
        while queue:
            cost, _, column, row, way = heapq.heappop(queue)
            state = (column, row, way)
            if cost > best[state]:
                continue
            if found and cost >= found[0]:
                break
            for goal in ends.get((column, row), ()):
                inward = (-goal.out[0], -goal.out[1])
                if way == goal.out:
                    continue
                total = cost + goal.cost + (0 if way == inward else BEND_COST)
                if found is None or total < found[0]:
                    found = total, state, goal
            for step in _STEPS:
                if step == (-way[0], -way[1]):
                    continue
                nxt = (column + step[0], row + step[1], step)
                if not (0 <= nxt[0] < len(self.xs) and 0 <= nxt[1] < len(self.ys)) or not self.free(column, row, step):
                    continue
                length = abs(self.xs[nxt[0]] - self.xs[column]) + abs(self.ys[nxt[1]] - self.ys[row])
                total = cost + length + (0 if step == way else BEND_COST)
                if total < best.get(nxt, float("inf")):
                    best[nxt], came[nxt] = total, state
                    heapq.heappush(queue, (total, next(order), *nxt))
        if found is None:
            return None
        total, state, goal = found
        points = [goal.edge, (self.xs[state[0]], self.ys[state[1]])]
        while state in came:
            state = came[state]
            points.append((self.xs[state[0]], self.ys[state[1]]))
        points.append(entries[state].edge)
        return total, corners(points[::-1])


def corners(points: Sequence[Point]) -> list[Point]:
    """The points without those that lie on a straight run."""
    kept = [points[0]]
    for at in range(1, len(points) - 1):
        (ax, ay), (bx, by), (cx, cy) = kept[-1], points[at], points[at + 1]
        if (ax, ay) == (bx, by) or (ax == bx == cx) or (ay == by == cy):
            continue
        kept.append((bx, by))
    if points[-1] != kept[-1]:
        kept.append(points[-1])
    return kept
