"""The same structure as a tree: everything the picture shows, in words."""

from dataclasses import dataclass

from hytti.core.charts.text import plain
from hytti.structures.diagram.spec import Box, DiagramSpec, Group, Item, Relation, boxes_of, chain, groups_of, names


@dataclass(frozen=True)
class SpokenRelation:
    """One relation of a node: its verb, the other end and, for a proposal, whom it is about."""

    verb: str
    label: str
    url: str
    kind: str
    lit: bool
    about: str = ""


@dataclass(frozen=True)
class Node:
    """A line of the list. `relations` start from this node; `items` are the tasks of a unit."""

    key: str
    label: str
    url: str = ""
    note: str = ""
    lang: str = ""
    selected: bool = False
    items: tuple[str, ...] = ()
    relations: tuple[SpokenRelation, ...] = ()
    children: tuple["Node", ...] = ()


@dataclass(frozen=True)
class Nested:
    documents: tuple[Node, ...]
    lanes: tuple[Node, ...]


def nested(spec: DiagramSpec) -> Nested:
    """The documents and the lanes with all their boxes and relations, the unrouted ones included."""
    tree = _Tree(spec)
    lanes = tuple(
        Node(f"lane-{at}", lane.title, children=tuple(node for item in lane.items for node in tree.item(item)))
        for at, lane in enumerate(spec.lanes)
    )
    return Nested(tuple(tree.box(box) for box in spec.documents), lanes)


class _Tree:
    def __init__(self, spec: DiagramSpec) -> None:
        self.spec, self.lit, self.names = spec, chain(spec), names(spec)

    def item(self, item: Item) -> list[Node]:
        if isinstance(item, Box):
            return [self.box(item)]
        groups = [self._group(group) for group in groups_of(item)]
        if isinstance(item, Group) or not self._relations(item.key):
            return groups
        return [
            Node(
                item.key,
                ", ".join(group.label for group in groups),
                relations=self._relations(item.key),
                children=tuple(groups),
            )
        ]

    def box(self, box: Box) -> Node:
        return Node(
            box.key, plain(box.label), box.url, box.note, box.lang, box.key == self.spec.selected,
            tuple(plain(item) for item in box.items), self._relations(box.key),
        )  # fmt: skip

    def _group(self, group: Group) -> Node:
        return Node(
            group.key, plain(group.title), note=group.title_note, relations=self._relations(group.key),
            children=tuple(self.box(box) for box in boxes_of(group)),
        )  # fmt: skip

    def _relations(self, key: str) -> tuple[SpokenRelation, ...]:
        return tuple(self._spoken(one) for one in self.spec.relations if one.source == key)

    def _spoken(self, relation: Relation) -> SpokenRelation:
        label, url = self.names.get(relation.target, (relation.target, ""))
        about = self.names.get(relation.about, ("", ""))[0]
        verb = relation.verb or (self.spec.labels.legend_cooperates if relation.kind == "cooperates" else "")
        return SpokenRelation(plain(verb), plain(label), url, relation.kind, relation in self.lit, plain(about))
