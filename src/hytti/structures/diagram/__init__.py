"""The picture of how hyte and interface work is organised: data in, places computed once, SVG or a nested list out."""

from hytti.structures.diagram.draw import render
from hytti.structures.diagram.layout import layout
from hytti.structures.diagram.model import Layout
from hytti.structures.diagram.nested import Nested, Node, SpokenRelation, nested
from hytti.structures.diagram.spec import Box, DiagramSpec, Frame, Group, Item, Labels, Lane, Relation, chain

__all__ = [
    "Box", "DiagramSpec", "Frame", "Group", "Item", "Labels", "Lane", "Layout", "Nested", "Node", "Relation",
    "SpokenRelation", "chain", "layout", "nested", "render",
]  # fmt: skip
