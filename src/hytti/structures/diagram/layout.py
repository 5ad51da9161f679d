"""From a spec to a picture with places."""

from dataclasses import replace
from functools import lru_cache

from hytti.structures.diagram.model import Layout
from hytti.structures.diagram.place import place
from hytti.structures.diagram.route import route_all
from hytti.structures.diagram.spec import DiagramSpec


def layout(spec: DiagramSpec) -> Layout:
    """Place the boxes and draw the lines. What is selected moves nothing, so places are worked out once."""
    return replace(_layout(replace(spec, selected=None)), spec=spec)


@lru_cache(maxsize=64)
def _layout(spec: DiagramSpec) -> Layout:
    if not spec.lanes:
        raise ValueError("a diagram needs at least one lane")
    placement = place(spec)
    routes, unrouted = route_all(spec, placement)
    return Layout(
        spec=spec,
        width=spec.width or placement.measures.width,
        height=placement.height,
        panels=placement.panels,
        items=placement.items,
        documents=placement.documents,
        words=placement.words,
        samples=placement.samples,
        routes=routes,
        unrouted=unrouted,
    )
