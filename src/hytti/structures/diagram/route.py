"""Lines between boxes: level and upright, never crossing, never behind a box, each with room for its verb."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from hytti.core.charts.geometry import Point, Rect
from hytti.core.charts.text import text_width, wrap
from hytti.structures.diagram.measures import SPINE, VERB_GAP, VERB_LINE_HEIGHT, VERB_WEIGHT
from hytti.structures.diagram.model import PlacedItem, Route, Verb, Words
from hytti.structures.diagram.place import Placement, Places, verb_of
from hytti.structures.diagram.search import Grid, Port
from hytti.structures.diagram.spec import DiagramSpec, Relation

CLEARANCE = 6.0  # between a line and a box that is not its own
SPACING = 9.0  # between two lines
_INSET = 10.0  # from a box's corner to the nearest line
_TRACK = 12.0  # between two lines that run side by side
_OFF_CENTRE = 0.6  # cost of a pixel away from the wished place on a side
_ATTEMPTS = 4


@dataclass
class _Drawn:
    routes: list[Route]
    cost: float = 0.0

    def walls(self) -> list[Rect]:
        """What the next line must keep off: the lines and the verbs there are."""
        walls = [segment_rect(a, b).grown(SPACING) for route in self.routes for a, b in route.segments]
        return walls + [route.verb.rect.grown(3) for route in self.routes if route.verb]


def segment_rect(a: Point, b: Point) -> Rect:
    return Rect(min(a[0], b[0]), min(a[1], b[1]), max(a[0], b[0]), max(a[1], b[1]))


def route_all(spec: DiagramSpec, placement: Placement) -> tuple[tuple[Route, ...], tuple[Relation, ...]]:
    """Draw as many relations as possible; returns the lines and the relations that found no way."""
    router = _Router(spec, placement)
    order = sorted(router.places.relations, key=router.urgency)
    best: tuple[tuple[int, float], _Drawn, list[Relation]] | None = None
    for _ in range(_ATTEMPTS):
        drawn, failed = router.draw(order)
        score = (len(failed), drawn.cost)
        if best is None or score < best[0]:
            best = score, drawn, failed
        if not failed:
            break
        order = failed + [one for one in order if one not in failed]
    if best is None:
        return (), spec.relations
    lines = {route.relation: route for route in best[1].routes}
    return tuple(best[1].routes), tuple(one for one in spec.relations if one not in lines)


class _Router:
    def __init__(self, spec: DiagramSpec, placement: Placement) -> None:
        self.spec, self.placement = spec, placement
        self.places = Places(spec)
        self.items = {item.key: item for item in placement.items}
        self.solid = [item.rect for item in placement.items] + list(placement.blocked)
        self.stub = placement.measures.stub
        self.bounds = Rect(2, 2, max(lane.right for lane in placement.lanes) - 2, placement.height - 2)

    def urgency(self, relation: Relation) -> tuple[int, int, float]:
        """Neighbours in a lane first, then the ruling lines, then the short ones."""
        source, target = self.items[relation.source], self.items[relation.target]
        same = source.lane == target.lane
        distance = abs(source.rect.centre_x - target.rect.centre_x) + abs(source.rect.centre_y - target.rect.centre_y)
        next_to = same and abs(self.places.rows[source.key][1] - self.places.rows[target.key][1]) == 1
        wishes = [self._wish(relation, item) for item in (source, target)]
        level = not same and abs(wishes[0][1] - wishes[1][1]) < 1
        return (0 if next_to else 1 if level else 2, int(relation.kind in ("cooperates", "line")), distance)

    def draw(self, order: Sequence[Relation]) -> tuple[_Drawn, list[Relation]]:
        drawn = _Drawn([])
        failed: list[Relation] = []
        for relation in order:
            found = self._line(relation, drawn)
            if found is None:
                failed.append(relation)
            else:
                drawn.cost += found[0]
                drawn.routes.append(found[1])
        return drawn, failed

    def _line(self, relation: Relation, drawn: _Drawn) -> tuple[float, Route] | None:
        text = verb_of(relation, self.spec)
        said = {
            verb_of(one.relation, self.spec)
            for one in drawn.routes
            if one.verb and (one.relation.source, one.relation.kind) == (relation.source, relation.kind)
        }
        for cost, points in self._ways(relation, drawn):
            route = Route(relation, tuple(points))
            if not text or text in said:
                return cost, route
            verb = self._verb(text, route, drawn)
            if verb:
                return cost, replace(route, verb=verb)
        return None

    def _ways(self, relation: Relation, drawn: _Drawn) -> list[tuple[float, list[Point]]]:
        source, target = self.items[relation.source], self.items[relation.target]
        taken = drawn.walls()
        ways: list[tuple[float, list[Point]]] = []
        straight = self._straight(relation, source, target, taken)
        if straight:
            ways.append(straight)
        walls = [rect.grown(CLEARANCE) for rect in self.solid] + taken
        starts = self._ports(relation, source, target, taken)
        goals = self._ports(relation, target, source, taken)
        xs = [port.stub(self.stub)[0] for port in starts + goals]
        ys = [port.stub(self.stub)[1] for port in starts + goals]
        for item in self.items.values():
            tracks = [self.stub + _TRACK * at for at in range(4)]
            xs += [x for track in tracks for x in (item.rect.left - track, item.rect.right + track)]
            ys += [y for track in tracks[:2] for y in (item.rect.top - track, item.rect.bottom + track)]
        inside = self.bounds
        grid = Grid(
            (x for x in xs if inside.left <= x <= inside.right),
            (y for y in ys if inside.top <= y <= inside.bottom),
            walls,
        )
        found = grid.path(starts, goals, self.stub)
        if found:
            ways.append(found)
        ways.sort()
        roomy = self._with_room_for_verb(relation, ways[0][1], walls) if ways else None
        return [(ways[0][0], roomy), *ways] if roomy else ways

    def _with_room_for_verb(self, relation: Relation, points: list[Point], walls: Sequence[Rect]) -> list[Point] | None:
        """A line of three parts turned nearer its source, so that the verb stands beside the target."""
        text = verb_of(relation, self.spec)
        if not text or len(points) != 4 or points[0][1] != points[1][1]:
            return None
        wide = text_width(text, self.placement.measures.verb_size, VERB_WEIGHT) + 2 * self.placement.measures.channel
        way = 1 if points[0][0] > points[3][0] else -1
        turn = points[3][0] + way * min(wide, abs(points[0][0] - points[3][0]) - self.stub)
        moved = [points[0], (turn, points[0][1]), (turn, points[3][1]), points[3]]
        inner = [
            (points[0][0] - way * self.stub, points[0][1]),
            *moved[1:3],
            (points[3][0] + way * self.stub, points[3][1]),
        ]
        runs = [segment_rect(a, b).grown(0.1) for a, b in pairwise(inner)]
        return None if any(run.meets(wall) for run in runs for wall in walls) else moved

    def _straight(
        self, relation: Relation, source: PlacedItem, target: PlacedItem, taken: Sequence[Rect]
    ) -> tuple[float, list[Point]] | None:
        """One segment between facing sides, where both reach."""
        a, b = source.rect, target.rect
        others = [rect.grown(CLEARANCE) for rect in self.solid if rect not in (a, b)]
        level = a.right < b.left or b.right < a.left
        if level:
            low, high = max(a.top, b.top) + _INSET, min(a.bottom, b.bottom) - _INSET
            near, far = (a.right, b.left) if a.right < b.left else (a.left, b.right)
            wishes = [self._wish(relation, source)[1], self._wish(relation, target)[1]]
        elif a.bottom < b.top or b.bottom < a.top:
            low, high = max(a.left, b.left) + _INSET, min(a.right, b.right) - _INSET
            near, far = (a.bottom, b.top) if a.bottom < b.top else (a.top, b.bottom)
            wishes = [self._wish(relation, source)[0], self._wish(relation, target)[0]]
        else:
            return None
        if low > high or abs(far - near) < self.stub:
            return None
        best: tuple[float, list[Point]] | None = None
        tried = {min(max(wish, low), high) for wish in wishes} | {low + (high - low) * step / 8 for step in range(9)}
        for at in sorted(tried):
            points = [(near, at), (far, at)] if level else [(at, near), (at, far)]
            rect = segment_rect(*points)
            if any(rect.grown(0.1).meets(wall) for wall in (*others, *taken)):
                continue
            cost = abs(far - near) + _OFF_CENTRE * sum(abs(at - wish) for wish in wishes) / 2
            if best is None or cost < best[0]:
                best = cost, points
        return best

    def _wish(self, relation: Relation, item: PlacedItem) -> Point:
        """Where on its sides the item likes this line: x for the sides above and below, y for those beside."""
        rect = item.rect
        y = rect.centre_y + self.places.offset(relation, item.key, rect.height)
        return rect.left + SPINE * rect.width, y

    def _ports(self, relation: Relation, item: PlacedItem, other: PlacedItem, taken: Sequence[Rect]) -> list[Port]:
        rect = item.rect
        wish_x, wish_y = self._wish(relation, item)
        solid = [one.grown(CLEARANCE) for one in self.solid if one != rect]
        levels = {wish_y, rect.centre_y, other.rect.centre_y, self._wish(relation, other)[1]}
        levels |= {rect.centre_y + step * SPACING * 1.2 for step in range(-3, 4)}
        uprights = {
            wish_x,
            rect.centre_x,
            other.rect.centre_x,
            rect.left + rect.width * 0.2,
            rect.left + rect.width * 0.8,
        }
        ports = [
            Port((edge, y), (out, 0), _OFF_CENTRE * abs(y - wish_y))
            for y in levels
            if rect.top + _INSET <= y <= rect.bottom - _INSET
            for edge, out in ((rect.left, -1), (rect.right, 1))
        ]
        ports += [
            Port((x, edge), (0, out), _OFF_CENTRE * abs(x - wish_x))
            for x in uprights
            if rect.left + _INSET <= x <= rect.right - _INSET
            for edge, out in ((rect.top, -1), (rect.bottom, 1))
        ]
        walls = (*solid, *taken)
        return [
            port for port in ports
            if not any(segment_rect(port.edge, port.stub(self.stub)).grown(0.1).meets(wall) for wall in walls)
        ]  # fmt: skip

    def _verb(self, text: str, route: Route, drawn: _Drawn) -> Verb | None:
        """The verb beside the line's longest segments: above a level one, right of an upright one."""
        lines = [segment_rect(a, b).grown(2) for one in (*drawn.routes, route) for a, b in one.segments]
        lines += [one.verb.rect.grown(2) for one in drawn.routes if one.verb]
        taken = [*(rect.grown(2) for rect in self.solid), *lines]
        ordered = sorted(route.segments, key=lambda one: (one[0][1] != one[1][1], one[1] != route.points[-1]))
        tries = [verb for a, b in ordered for verb in self._tries(text, a, b)]
        tries = [verb for verb in tries if not any(verb.rect.meets(rect) for rect in taken)]
        grounds = [lane.grown(-4) for lane in self.placement.lanes]
        on_lane = [verb for verb in tries if any(ground.holds(verb.rect) for ground in grounds)]
        return next(iter([*on_lane, *(verb for verb in tries if self.bounds.holds(verb.rect))]), None)

    def _tries(self, text: str, a: Point, b: Point) -> list[Verb]:
        size = self.placement.measures.verb_size
        run = segment_rect(a, b)
        if run.height == 0:
            target_left = b[0] < a[0]
            lefts = [run.left + (18 if target_left else 8), run.left + 6]
            verbs = []
            for lines in dict.fromkeys(
                (wrap(text, 10_000, size, VERB_WEIGHT), wrap(text, max(run.width - 24, 40), size, VERB_WEIGHT))
            ):
                wide, high = _extent(lines, size)
                for left in [*lefts, *(run.left + step for step in range(0, int(max(run.width - wide, 0)), 16))]:
                    verbs += [_at(lines, left, run.top - 6 - high, size), _at(lines, left, run.top + 6, size)]
            return verbs
        lane = next((lane for lane in self.placement.lanes if lane.left <= run.left <= lane.right), None)
        if lane is None:
            return []
        verbs = []
        for right, room in ((True, lane.right - run.left - VERB_GAP - 5), (False, run.left - lane.left - VERB_GAP - 5)):
            if room < 30:
                continue
            lines = wrap(text, room, size, VERB_WEIGHT)
            wide, high = _extent(lines, size)
            left = run.left + VERB_GAP if right else run.left - VERB_GAP - wide
            tops = [run.centre_y - high / 2, *(run.top + step for step in range(4, int(max(run.height - high, 0)), 12))]
            verbs += [_at(lines, left, top, size) for top in tops]
        return verbs


def _extent(lines: Sequence[str], size: float) -> tuple[float, float]:
    return max(text_width(line, size, VERB_WEIGHT) for line in lines), VERB_LINE_HEIGHT * len(lines) - 2


def _at(lines: tuple[str, ...], left: float, top: float, size: float) -> Verb:
    wide, high = _extent(lines, size)
    words = Words(lines, left, top + size * 0.8, size, VERB_WEIGHT, VERB_LINE_HEIGHT, "dg-verb")
    return Verb(words, Rect(left, top, left + wide, top + high))
