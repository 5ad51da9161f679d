"""The measures of the two pictures, in pixels."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Measures:
    """Sizes of type, pads and gaps of one picture."""

    width: float
    size: float
    verb_size: float
    heading: float
    lane_gap: float
    lane_pad: float
    lane_head: float
    body_pad: float
    list_pad: float
    body_height: float
    list_height: float
    stub: float  # straight out of a box before the first turn; holds the arrowhead
    channel: float  # arrow and air beside a verb


FULL = Measures(
    width=1152, size=16, verb_size=15, heading=18, lane_gap=24, lane_pad=20, lane_head=56,
    body_pad=12, list_pad=10, body_height=48, list_height=38, stub=14, channel=30,
)  # fmt: skip
COMPACT = Measures(
    width=552, size=15, verb_size=15, heading=16, lane_gap=16, lane_pad=14, lane_head=48,
    body_pad=10, list_pad=10, body_height=44, list_height=38, stub=11, channel=14,
)  # fmt: skip

BODY_WEIGHT = 550
TITLE_WEIGHT = 650
VERB_WEIGHT = 600  # of the highlighted verb, the widest it gets, so that a choice moves nothing
LINE_HEIGHT = 20.0
LIST_LINE_HEIGHT = 19.0
VERB_LINE_HEIGHT = 18.0
CAPITAL = 0.66  # height of a capital, as a share of the type size
SPINE = 0.42  # where on a box's width the lines up and down stand
ITEM_GAP = 16.0
LINE_GAP = 28.0  # between two items that a wordless line joins
GROUP_GAP = 24.0
SMALL_GAP = 8.0
FRAME_PAD = 10.0
PORT_STEP = 20.0  # between two lines that meet the same side of a box
VERB_GAP = 10.0
