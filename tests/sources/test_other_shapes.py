"""An answer of which any one part has become something else is read or refused, and never stumbled over."""

from __future__ import annotations

import contextlib
import copy
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hytti.sources import jsonstat, pxweb, sotkanet_shapes
from hytti.sources.problems import SourceError
from sources.test_jsonstat import dataset
from sources.test_pxweb import VARIABLES

DATA = Path(__file__).parent / "data"
INDICATORS = json.loads((DATA / "indicators_metadata_11.json").read_bytes())
ANYTHING = st.none() | st.booleans() | st.integers() | st.text(max_size=3) | st.just([]) | st.just({}) | st.just([[1]])
READERS = {
    "indicator": (sotkanet_shapes.indicator, INDICATORS[4]),
    "indicators": (sotkanet_shapes.indicators, INDICATORS[:2]),
    "regions": (sotkanet_shapes.regions, json.loads((DATA / "sotkanet_regions.json").read_bytes())[:2]),
    "rows": (sotkanet_shapes.rows_of_json, json.loads((DATA / "sotkanet_683_2022_2023.json").read_bytes())[:2]),
    "groups": (sotkanet_shapes.groups, [{"id": 1, "title": {"fi": "A"}, "children": [], "indicators": [4]}]),
    "dataset": (jsonstat.parse, {**json.loads(dataset()), "status": {"0": "p"}}),
    "metadata": (pxweb._metadata, VARIABLES),
}


def places(told, above=()):
    """The way to every part of an answer."""
    yield above
    inside = told.items() if isinstance(told, dict) else enumerate(told) if isinstance(told, list) else ()
    for key, part in inside:
        yield from places(part, (*above, key))


def changed(told, place, part):
    if not place:
        return part
    other = copy.deepcopy(told)
    inside = other
    for key in place[:-1]:
        inside = inside[key]
    inside[place[-1]] = part
    return other


@pytest.mark.parametrize("kind", list(READERS))
@given(data=st.data())
def test_another_shape_is_read_or_refused(kind, data):
    read, told = READERS[kind]
    place = data.draw(st.sampled_from(list(places(told))))
    body = json.dumps(changed(told, place, data.draw(ANYTHING))).encode()
    with contextlib.suppress(SourceError):  # anything else fails
        read(body, "here")
