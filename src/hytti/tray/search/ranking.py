"""How well each offer answers a question, in whole numbers so that every database gives the same order."""

from __future__ import annotations

from functools import lru_cache
from math import log
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from .documents import WAYS, WORTH
from .meanings import EQUAL
from .postings import GONE
from .words import ENGLISH, FINNISH, GROUPS, IN_PLACE, PART, ROOT, SWEDISH, UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from .postings import Row
    from .questions import Asked, Way

FULL = 100  # per cent
THIRD_LANGUAGE = 65  # of what means the same in a language that is neither Finnish nor the question's
OTHER_LANGUAGE = 60  # of a reading in another language than the question's
RARER_READING = 70  # of a Finnish reading that is much rarer in the offers than another of the same form
LEAST_SHARE = 20  # per cent of the question's weight that an offer must answer
NEAR_BEST = 60  # per cent of the best answer's quality that an offer must reach
ANSWERED = 44  # per cent: a word that is matched so surely counts as answered
AS_MANY = 72  # per cent of the weight of the words that the best answer has, however surely
STANDS = 70  # per cent: so surely an offer has the word itself
PLENTY = 3  # so many offers that have the word itself leave little need of others
BROADER = 8  # times the offers that have the word itself: what stands in more is broader, not equal…
SPECIAL = 40  # …but not what stands in so few
OF_GROUP = 50  # per cent of its weight: a word that tells for whom, beside others that tell what
AS_MANY_OF_ALL = 90  # the same where the best answer has every word
DIRECT = 88  # per cent of the question's weight: such an answer stands before all others
FIRST = 1_000_000_000  # more points than any sum
OF_OTHERS = {
    PART: 85,
    ROOT: 65,
    IN_PLACE: 50,
}  # per cent: ways in which a word of the list is less sure than the typed one
WEIGHT = 64  # steps of a word's weight to one unit of the natural logarithm
Points = tuple["NDArray[np.int32]", "NDArray[np.int32]"]

_POINTS = np.zeros(256, np.int32)
_QUALITY = np.zeros(256, np.int32)
_POINTS[: len(WORTH)] = [points for points, _ in WORTH]
_QUALITY[: len(WORTH)] = [quality for _, quality in WORTH]
_OF_OTHERS = np.array([OF_OTHERS.get(byte % WAYS, FULL) for byte in range(256)], np.int32)


@lru_cache(maxsize=16)
def _tables_of_names(quality: int, *, own: bool) -> Points:
    """The same for names alone: the words of a phrase that stand in one name stand together."""
    points, qualities = (table.copy() for table in _tables(quality, own=own))
    points[WAYS:] = 0
    qualities[WAYS:] = 0
    return points, qualities


class Ranking(NamedTuple):
    """By offer number: whether it answers well enough, and its points. `sure`: per cent of the question that the best
    of them answers."""

    good: NDArray[np.bool_]
    points: NDArray[np.int64]
    sure: int = 0


class Together(NamedTuple):
    """The offers that have every member of a way, and what it is worth in each of them."""

    offers: NDArray[np.int64]
    points: NDArray[np.int32]
    quality: NDArray[np.int32]


@lru_cache(maxsize=256)
def _tables(quality: int, *, own: bool) -> Points:
    """(points, quality) of each byte, when the way itself has the given quality. Of what means the same only whole
    words and last parts are sure: koira (dog) is not what Koiralampi is about."""
    sure = FULL if own else _OF_OTHERS
    return _POINTS * quality * sure // (FULL * FULL), _QUALITY * quality * sure // (FULL * FULL)


def rank(asked: Sequence[Asked], rows: Mapping[str, Row], size: int, offers: int, live: NDArray[np.bool_]) -> Ranking:
    """`size`: one more than the greatest offer number; `offers`: how many there are; `live`: those shown."""
    some, places = _places(rows, size)
    of_some = _rank(asked, places, offers, live[some])
    good, points = np.zeros(size, np.bool_), np.zeros(size, np.int64)
    good[some], points[some] = of_some.good, of_some.points
    return Ranking(good, points, of_some.sure)


def _places(rows: Mapping[str, Row], size: int) -> tuple[NDArray[np.int64], dict[str, Row]]:
    """The offers that have any of the keys, and the rows with places among them in place of numbers. Offers that came
    after the snapshot wait for the next one."""
    ends = {key: int(np.searchsorted(row.offers, size)) for key, row in rows.items()}
    rows = {
        key: row._replace(offers=row.offers[:end], weights=row.weights[:end])
        for key, row in rows.items()
        if (end := ends[key])
    }
    has = np.zeros(size, np.bool_)
    for row in rows.values():
        has[row.offers] = True
    some = np.flatnonzero(has)
    place = np.empty(size, np.int64)
    place[some] = np.arange(len(some))
    return some, {key: row._replace(offers=place[row.offers]) for key, row in rows.items()}


def _rank(asked: Sequence[Asked], rows: Mapping[str, Row], offers: int, live: NDArray[np.bool_]) -> Ranking:
    language = _language_of(asked, rows)
    size = len(live)
    total = np.zeros(size, np.int64)
    share = np.zeros(size, np.int64)
    answered = np.zeros(size, np.int64)
    phrases: dict[Way, Together] = {}
    weights = []
    unknown = 0
    for word in asked:
        points, quality = _own(word, rows, phrases, size, language)
        standing = int(np.count_nonzero(quality >= STANDS)) if len(asked) == 1 and language == FINNISH else 0
        _raise_by_others(points, quality, word, rows, phrases, standing, language)
        points[~live] = 0
        quality[~live] = 0
        holders = int(np.count_nonzero(quality >= ANSWERED)) or int(np.count_nonzero(quality))
        if not holders:
            unknown += 1
            continue
        weight = round(WEIGHT * log(1 + offers / holders)) * (OF_GROUP if _is_group(word, asked) else FULL) // FULL
        weights.append(weight)
        total += weight * points
        share += weight * quality
        answered += weight * (quality >= ANSWERED)
    if not weights:
        return Ranking(np.zeros(size, np.bool_), total)
    asked_for = sum(weights) + unknown * sum(weights) // len(weights)
    least = max(LEAST_SHARE * asked_for, int(share.max(initial=0)) * NEAR_BEST // FULL)
    most = int(answered.max(initial=0))
    as_many = answered * FULL >= most * (AS_MANY_OF_ALL if most == asked_for else AS_MANY)
    direct = share >= DIRECT * asked_for
    best = int(share.max(initial=0))
    return Ranking(
        (share >= least) & as_many & (share > 0), total * share // asked_for + direct * FIRST, best // asked_for
    )


def _is_group(word: Asked, asked: Sequence[Asked]) -> bool:
    """Whether the word only tells for whom something is asked: swimming for older people."""
    return len(asked) > 1 and not GROUPS.isdisjoint(word.own)


def _own(word: Asked, rows: Mapping[str, Row], phrases: dict[Way, Together], size: int, language: str) -> Points:
    """How well each offer has the word itself, in any of its forms and parts."""
    points, quality = np.zeros(size, np.int32), np.zeros(size, np.int32)
    for way in dict.fromkeys(way for way in word.ways if way.own):
        if len(way.members) == 1:
            sure = way.quality * _sureness(way, word, rows, language) // FULL
            for key in way.members[0]:
                _raise(points, quality, rows.get(key), _tables(sure, own=True))
        else:
            _raise_together(points, quality, way, rows, phrases)
    return points, quality


def _raise_by_others(
    points: NDArray[np.int32],
    quality: NDArray[np.int32],
    word: Asked,
    rows: Mapping[str, Row],
    phrases: dict[Way, Together],
    standing: int,
    language: str,
) -> None:
    """By what means the same. Where the word itself stands in some offers (their number), only what says the very same
    and is not much commoner; where it stands in plenty of them, only in names."""
    tables_of = _tables_of_names if standing >= PLENTY else _tables
    spoken = {key: row for key, row in rows.items() if _language(key) in (FINNISH, language)}
    for way in dict.fromkeys(way for way in word.ways if not way.own):
        if standing and max(way.quality, way.in_names) < EQUAL:
            continue
        if len(way.members) == 1:
            found = [rows[key] for key in way.members[0] if key in rows]
            if standing and sum(len(row.offers) for row in found) > max(BROADER * standing, SPECIAL):
                continue
            for key in way.members[0]:
                sure = way.quality if key in spoken else way.quality * THIRD_LANGUAGE // FULL
                _raise(points, quality, rows.get(key), tables_of(sure, own=False))
        else:
            _raise_together(points, quality, way, spoken, phrases)


def _raise_together(
    points: NDArray[np.int32],
    quality: NDArray[np.int32],
    way: Way,
    rows: Mapping[str, Row],
    phrases: dict[Way, Together],
) -> None:
    if way not in phrases:  # the words of a phrase share their ways
        phrases[way] = _by_all(way, rows, len(points))
    some, of_points, of_quality = phrases[way]
    points[some] = np.maximum(points[some], of_points)
    quality[some] = np.maximum(quality[some], of_quality)


def _raise(points: NDArray[np.int32], quality: NDArray[np.int32], row: Row | None, tables: Points) -> None:
    if row is None:
        return
    of_points, of_quality = tables
    points[row.offers] = np.maximum(points[row.offers], of_points[row.weights])
    quality[row.offers] = np.maximum(quality[row.offers], of_quality[row.weights])


def _by_all(way: Way, rows: Mapping[str, Row], size: int) -> Together:
    """Each member is needed: the weakest of them counts."""
    members = [[rows[key] for key in member if key in rows] for member in way.members]
    some = _with_all(members, size)
    points, quality = np.zeros(len(some), np.int32), np.zeros(len(some), np.int32)
    if not len(some):
        return Together(some, points, quality)
    stands = [[_bytes_in(row, some, size) for row in member] for member in members]
    kinds = [_tables(way.quality, own=way.own)]
    if way.in_names:
        kinds.append(_tables_of_names(way.in_names, own=way.own))
    for tables in kinds:
        for raised, worth in zip((points, quality), tables, strict=True):
            of_members = [np.maximum.reduce([worth[weights] for weights in member]) for member in stands]
            np.maximum(raised, np.minimum.reduce(of_members), out=raised)
    return Together(some, points, quality)


def _with_all(members: list[list[Row]], size: int) -> NDArray[np.int64]:
    """The offers that have each member by any of its keys."""
    if not all(members):
        return np.zeros(0, np.int64)
    fewest, *others = sorted(members, key=lambda member: sum(len(row.offers) for row in member))
    some = fewest[0].offers if len(fewest) == 1 else np.flatnonzero(_with_any(fewest, size))
    for member in others:
        some = some[_with_any(member, size)[some]]
    return some


def _with_any(member: list[Row], size: int) -> NDArray[np.bool_]:
    has = np.zeros(size, np.bool_)
    for row in member:
        has[row.offers] = True
    return has


def _bytes_in(row: Row, some: NDArray[np.int64], size: int) -> NDArray[np.uint8]:
    """The row's bytes of those offers; where it has none, GONE, which is worth nothing."""
    weights = np.full(size, GONE, np.uint8)
    weights[row.offers] = row.weights
    found: NDArray[np.uint8] = weights[some]
    return found


def _sureness(way: Way, word: Asked, rows: Mapping[str, Row], language: str) -> int:
    """Of the word's own readings: less for another language's and for a rare one among several."""
    key = way.members[0][0]
    if len(way.members) > 1 or key not in word.own:
        return FULL
    if _language(key) != language and any(_language(own) == language and own in rows for own in word.own):
        return OTHER_LANGUAGE
    same = [len(rows[own].offers) for own in word.own if own in rows and own[0] == key[0]]
    if key in rows and len(rows[key].offers) * 2 < max(same):
        return RARER_READING
    return FULL


def _language_of(asked: Sequence[Asked], rows: Mapping[str, Row]) -> str:
    """The language that most of the words are of; Finnish where two are level."""
    known = {
        language: sum(any(_language(key) == language and key in rows for key in word.own) for word in asked)
        for language in (FINNISH, SWEDISH, ENGLISH)
    }
    return max(known, key=lambda language: known[language])


def _language(key: str) -> str:
    return FINNISH if key[0] == UNKNOWN else key[0]
