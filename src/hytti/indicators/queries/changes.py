"""What of the published figures changed since a day, gathered by publication and indicator."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _

from .. import catalogue, words
from ..store import facts

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from hytti.facts import Area, Change, Dataset

    from ..definitions import Definition

SHOWN_REVISIONS = 50
NAMED = 3
"""So many indicators are named in the title of a publication whose dataset is no more."""
KINDS = ("new", "revised", "withdrawn")


@dataclass(frozen=True)
class Revision:
    """One figure that was there before with another value, or that was taken away (`after` None)."""

    area: Area
    year: str
    before: str
    after: str | None


@dataclass(frozen=True)
class IndicatorChanges:
    """What one publication did to one indicator. `years` is the range of the new figures."""

    definition: Definition
    new: int
    years: str
    revised: int
    withdrawn: int
    revisions: list[Revision]

    @property
    def what(self) -> str:
        """ "3 uutta lukua (2021–2023), 1 korjattu"."""
        return words.changes(self.new, self.revised, self.withdrawn, self.years)


@dataclass(frozen=True)
class Publication:
    """A dataset at the moment it was published; `reason` where it was withdrawn.

    dataset: None where the dataset is no longer public.
    """

    at: dt.datetime
    dataset_key: str
    dataset: Dataset | None
    reason: str
    indicators: list[IndicatorChanges]

    @property
    def key(self) -> str:
        """Names the publication for ever: feeds know an entry by it."""
        return f"{self.dataset_key}/{self.at.astimezone(dt.UTC):%Y%m%dT%H%M%S%f}"

    @property
    def anchor(self) -> str:
        """Its place on the page."""
        return self.key.replace("/", "-")

    @property
    def title(self) -> str:
        """The dataset's title; of one that is no longer public, the indicators that it told of, or what was done."""
        if self.dataset:
            return words.dataset_title(self.dataset)
        if any(row.withdrawn for row in self.indicators):
            return _("Lukuja on poistettu")
        return ", ".join(str(row.definition.name) for row in self.indicators[:NAMED])

    @property
    def what(self) -> str:
        new, revised, withdrawn = (sum(getattr(row, kind) for row in self.indicators) for kind in KINDS)
        return words.changes(new, revised, withdrawn, "")


def start_of(day: dt.date) -> dt.datetime:
    """The first moment of a day where the readers live."""
    return timezone.make_aware(dt.datetime.combine(day, dt.time.min))


def publications(since: dt.datetime, areas: Collection[str]) -> list[Publication]:
    """The publications that changed figures of the areas, newest first. Figures without a page are left out."""
    store = facts()
    known = {area.key: area for area in store.areas()}
    definitions = catalogue.by_key()
    groups: dict[tuple[dt.datetime, str], list[Change]] = defaultdict(list)
    for change in store.changes(since, areas=areas):
        if change.indicator in definitions:
            groups[change.at, change.dataset].append(change)
    return [
        Publication(at, key, store.dataset(key), _reason(changes), _by_indicator(changes, definitions, known))
        for (at, key), changes in sorted(groups.items(), reverse=True)
    ]


def regional_areas(county: str) -> list[Area]:
    """The county and its municipalities of today, the county first and then by name."""
    store = facts()
    municipalities = [area for area in store.areas("kunta", county=county) if area.valid_to is None]
    own = store.area(county)
    return ([own] if own else []) + sorted(municipalities, key=lambda area: area.name_fi)


def _reason(changes: Iterable[Change]) -> str:
    return next((change.reason for change in changes if change.reason), "")


def _by_indicator(
    changes: Iterable[Change], definitions: dict[str, Definition], areas: dict[str, Area]
) -> list[IndicatorChanges]:
    groups: dict[str, list[Change]] = defaultdict(list)
    for change in changes:
        groups[change.indicator].append(change)
    found = [_gathered(definitions[key], rows, areas) for key, rows in groups.items()]
    return sorted(found, key=lambda row: str(row.definition.name).casefold())


def _gathered(definition: Definition, changes: list[Change], areas: dict[str, Area]) -> IndicatorChanges:
    kinds: dict[str, list[Change]] = defaultdict(list)
    for change in changes:
        kinds[change.kind].append(change)
    years = [change.year for change in kinds["new"]]
    revisions = [_revision(definition, row, areas) for row in [*kinds["revised"], *kinds["withdrawn"]] if _shown(row)]
    return IndicatorChanges(
        definition,
        len(kinds["new"]),
        words.years(min(years), max(years)) if years else "",
        len(kinds["revised"]),
        len(kinds["withdrawn"]),
        revisions[:SHOWN_REVISIONS],
    )


def _shown(change: Change) -> bool:
    """Figures of a sex or an age are counted; only the whole is told one by one, where it is still in the log."""
    return change.sex == "total" and change.age == "" and change.old is not None


def _revision(definition: Definition, change: Change, areas: dict[str, Area]) -> Revision:
    after = None if change.kind == "withdrawn" else words.with_unit(definition, change.new)
    return Revision(areas[change.area], str(change.year), words.with_unit(definition, change.old), after)
