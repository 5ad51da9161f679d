"""What a structure diagram shows, as plain data."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

BoxKind = Literal["body", "area", "list"]
RelationKind = Literal["decides", "proposes", "presents", "cooperates", "line"]


@dataclass(frozen=True)
class Box:
    """One thing with a page of its own. `items` are the tasks listed inside a unit's box."""

    key: str
    label: str
    url: str
    note: str = ""
    kind: BoxKind = "body"
    items: tuple[str, ...] = ()
    lang: str = ""


@dataclass(frozen=True)
class Group:
    """Small boxes under one title. `title_note` continues the title in a quieter voice."""

    key: str
    title: str
    boxes: tuple[Box, ...]
    columns: Literal[1, 2] = 1
    framed: bool = True
    title_note: str = ""


@dataclass(frozen=True)
class Frame:
    """Groups side by side in one dashed frame."""

    key: str
    groups: tuple[Group, ...]


Item = Box | Group | Frame


@dataclass(frozen=True)
class Lane:
    """A column of the picture. `width` is a share of the picture: the lanes' widths are compared with each other."""

    title: str
    items: tuple[Item, ...]
    width: float = 1


@dataclass(frozen=True)
class Relation:
    """A line from source to target. A proposal to one body about another names the other in `about`."""

    source: str
    target: str
    verb: str = ""
    kind: RelationKind = "decides"
    about: str = ""
    short: str = ""


@dataclass(frozen=True)
class Labels:
    """The words of the picture itself, in the page's language."""

    title: str
    desc: str
    documents: str = ""
    documents_note: str = ""
    legend: str = ""
    legend_decides: str = ""
    legend_chain: str = ""
    legend_cooperates: str = ""
    legend_note: str = ""


@dataclass(frozen=True)
class DiagramSpec:
    """A whole picture. The compact one is narrow, has no legend and marks the selected box with a frame only."""

    labels: Labels
    lanes: tuple[Lane, ...]
    relations: tuple[Relation, ...] = ()
    documents: tuple[Box, ...] = ()
    selected: str | None = None
    compact: bool = False
    key: str = "rakenne"
    width: float = field(default=0)


def boxes_of(item: Item) -> Iterator[Box]:
    """The boxes that an item of a lane shows."""
    if isinstance(item, Box):
        yield item
    elif isinstance(item, Group):
        yield from item.boxes
    else:
        for group in item.groups:
            yield from group.boxes


def groups_of(item: Item) -> tuple[Group, ...]:
    """The titled groups of an item."""
    if isinstance(item, Group):
        return (item,)
    return item.groups if isinstance(item, Frame) else ()


def names(spec: DiagramSpec) -> dict[str, tuple[str, str]]:
    """Label and address of everything a relation can speak of, by key."""
    found: dict[str, tuple[str, str]] = {}
    for lane in spec.lanes:
        for item in lane.items:
            if isinstance(item, Frame):
                found[item.key] = ", ".join(group.title for group in item.groups), ""
            for group in groups_of(item):
                found[group.key] = group.title, ""
            for box in boxes_of(item):
                found.setdefault(box.key, (box.label, box.url))
    for box in spec.documents:
        found.setdefault(box.key, (box.label, box.url))
    return found


def chain(spec: DiagramSpec) -> frozenset[Relation]:
    """The relations to highlight: who appoints, proposes or presents the selected box.

    A box that nobody appoints shows what it decides itself.
    """
    if spec.selected is None:
        return frozenset()
    own = {spec.selected}
    for lane in spec.lanes:
        for item in lane.items:
            if not isinstance(item, Box) and any(box.key == spec.selected for box in boxes_of(item)):
                own.add(item.key)
    ruling = [one for one in spec.relations if one.kind in ("decides", "proposes", "presents")]
    towards = [one for one in ruling if one.about == spec.selected or (one.target in own and not one.about)]
    return frozenset(towards or [one for one in ruling if one.source in own])
