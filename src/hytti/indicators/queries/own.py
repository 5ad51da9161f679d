"""What the pages of own figures show: lists, versions, what changed between them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, Q
from django.shortcuts import get_object_or_404

from hytti.core.audit_words import verb_label
from hytti.core.models import AuditEvent
from hytti.core.permissions import allows

from ..models import OwnDataset, OwnFigure, OwnIndicator, OwnVersion, State
from ..permissions import EDIT_INDICATORS, LOAD, PUBLISH, organisations_within
from ..protection import Publication, Row, Rule, Shown

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.contrib.auth.models import AnonymousUser
    from django.db import models

    from hytti.core.models import User

    from ..definitions import Definition
    from .own_places import Places

SEX_ORDER = ("total", "male", "female")


def published_definitions() -> list[Definition]:
    """The region's own indicators that are published, in the form of the national ones."""
    return [indicator.definition() for indicator in OwnIndicator.objects.published()]


def indicators_for(user: User | AnonymousUser) -> models.QuerySet[OwnIndicator]:
    """The own indicators with the number of their datasets; drafts and retired ones for their keepers only."""
    found = OwnIndicator.objects.annotate(dataset_count=Count("datasets"))
    return found if allows(user, EDIT_INDICATORS) else found.usable()


def datasets_for(user: User | AnonymousUser) -> models.QuerySet[OwnDataset]:
    """The datasets that the user may load, with their versions."""
    within = OwnDataset.objects.kept_by(organisations_within(user))
    return within.select_related("indicator", "organisation").prefetch_related("versions")


def dataset(slug: str) -> OwnDataset:
    found: OwnDataset = get_object_or_404(OwnDataset.objects.select_related("indicator", "organisation"), slug=slug)
    return found


def version_at_hand(of: OwnDataset) -> OwnVersion | None:
    """The version that is being prepared."""
    return of.versions.at_hand().select_related("loader", "approver").first()


def public_version(of: OwnDataset) -> OwnVersion | None:
    """The version that everybody sees."""
    return of.versions.filter(state__in=[State.PUBLISHED, State.WITHDRAWING]).first()


@dataclass(frozen=True)
class Standing:
    """A dataset on the list: what is public, what is being prepared and who is to act."""

    dataset: OwnDataset
    public: OwnVersion | None
    at_hand: OwnVersion | None
    waits_for_me: bool


def standings(user: User) -> list[Standing]:
    """The user's datasets, those that wait for the user first."""
    rows = []
    for one in datasets_for(user):
        versions = list(one.versions.all())
        at_hand = next((version for version in versions if version.is_at_hand), None)
        public = next((version for version in versions if version.is_public), None)
        rows.append(Standing(one, public, at_hand, at_hand is not None and _waits(at_hand, one, user)))
    return sorted(rows, key=lambda row: not row.waits_for_me)


def _waits(version: OwnVersion, of: OwnDataset, user: User) -> bool:
    if version.state == State.PROPOSED:
        return allows(user, PUBLISH, of) and not (of.needs_approval and version.loader_id == user.pk)
    if version.state in (State.APPROVED, State.PUBLISHING):
        return allows(user, PUBLISH, of)
    return allows(user, LOAD, of) and version.loader_id == user.pk


@dataclass(frozen=True)
class Next:
    """What the user can do to the version at hand now."""

    map_columns: bool = False
    load: bool = False
    protect: bool = False
    propose: bool = False
    approve: bool = False
    publish: bool = False
    send_back: bool = False
    discard: bool = False
    retry: bool = False


def next_steps(version: OwnVersion, user: User) -> Next:
    """The steps that the state, the setting of the dataset and the user's rights leave open."""
    of, state = version.dataset, version.state
    loads, publishes = allows(user, LOAD, of), allows(user, PUBLISH, of)
    may_approve = publishes and not (of.needs_approval and version.loader_id == user.pk)
    unapproved = state in (State.CHECKED, State.PROPOSED) and not of.needs_approval
    return Next(
        map_columns=loads and state == State.DRAFT,
        load=loads and state in (State.DRAFT, State.CHECKED),
        protect=loads and state == State.CHECKED,
        propose=loads and state == State.CHECKED and (of.needs_approval or not publishes),
        approve=may_approve and state == State.PROPOSED and of.needs_approval,
        publish=publishes and (state == State.APPROVED or unapproved),
        send_back=publishes and _can_be_sent_back(version),
        discard=loads and state in (State.DRAFT, State.CHECKED, State.PROPOSED, State.APPROVED),
        retry=publishes and state == State.PUBLISHING,
    )


def _can_be_sent_back(version: OwnVersion) -> bool:
    if version.state == State.PUBLISHING:
        return bool(version.failure)
    return version.state in (State.PROPOSED, State.APPROVED)


def row_of(figure: OwnFigure) -> Row:
    closed = figure.flag == "suppressed"
    return Row(figure.area, figure.year, figure.sex, figure.value, figure.count, figure.denominator, closed=closed)


def shown_by(figure: OwnFigure) -> Shown:
    return Shown(figure.hidden, figure.shown_value, figure.shown_count, figure.shown_denominator)


def publication_of(version: OwnVersion, places: Places, *, growing: bool = True) -> Publication:
    """A version with what is or was shown of it, for the attack."""
    figures, indicator = list(version.figures.all()), version.dataset.indicator
    return Publication(
        rows=tuple(row_of(figure) for figure in figures),
        shown={figure.key: shown_by(figure) for figure in figures},
        rule=Rule(indicator.kind, indicator.per, version.sensitive, version.protection, places.parents),
        growing=growing,
    )


def seen_before(version: OwnVersion, places: Places) -> list[Publication]:
    """What somebody may have kept of the same indicator: earlier versions, and other datasets' versions.

    A difference to an earlier version of the same dataset is of people, unless every version since only mends errors.
    """
    of = version.dataset
    others = OwnVersion.objects.perhaps_seen().filter(dataset__indicator=of.indicator).exclude(pk=version.pk)
    found = list(others.select_related("dataset__indicator").prefetch_related("figures").order_by("number", "pk"))
    mended = {one.number: one.only_errors for one in (*found, version) if one.dataset_id == of.pk}
    publications = []
    for one in found:
        since = [only for number, only in mended.items() if one.number < number <= version.number]
        growing = one.dataset_id != of.pk or not all(since)
        publications.append(publication_of(one, places, growing=growing))
    return publications


@dataclass(frozen=True)
class Difference:
    """Between two versions, as they were loaded: how many rows were added, removed and changed, and which."""

    added: int
    removed: int
    changed: int
    pairs: tuple[tuple[OwnFigure | None, OwnFigure | None], ...]


def difference(new: Iterable[OwnFigure], old: Iterable[OwnFigure]) -> Difference:
    """What differs; each pair is (before, after)."""
    before = {figure.key: figure for figure in old}
    after = {figure.key: figure for figure in new}
    keys = sorted(before.keys() | after.keys(), key=lambda key: (-key[1], key[0], key[2]))
    pairs = [(before.get(key), after.get(key)) for key in keys]
    differing = tuple(pair for pair in pairs if None in pair or pair[0].loaded() != pair[1].loaded())  # type: ignore[union-attr]
    kinds = Counter("added" if old is None else "removed" if new is None else "changed" for old, new in differing)
    return Difference(kinds["added"], kinds["removed"], kinds["changed"], differing)


def replaced_by(version: OwnVersion) -> OwnVersion | None:
    """The version that was public before this one."""
    earlier = version.dataset.versions.filter(number__lt=version.number, published_at__isnull=False)
    return earlier.order_by("-number").first()


@dataclass(frozen=True)
class Told:
    """A version with its numbers of rows, and what changed from the one that was public before it."""

    version: OwnVersion
    rows: int
    hidden: int
    difference: Difference | None


def told_versions(of: OwnDataset) -> list[Told]:
    """The dataset's versions, the newest first."""
    versions = list(of.versions.select_related("loader", "approver").prefetch_related("figures").order_by("-number"))
    told = []
    for version in versions:
        figures = list(version.figures.all())
        before = next((one for one in versions if one.number < version.number and one.published_at is not None), None)
        changed = difference(figures, before.figures.all()) if before is not None and figures else None
        told.append(Told(version, len(figures), sum(figure.hidden for figure in figures), changed))
    return told


@dataclass(frozen=True)
class ShownRow:
    """A row as it was loaded and as everybody sees it."""

    area: str
    sex: str
    figure: OwnFigure


@dataclass(frozen=True)
class Rows:
    """The rows of one year, the years to choose from, and which columns have something."""

    year: str
    years: list[str]
    rows: list[ShownRow]
    total: int
    hidden: int

    @property
    def has_value(self) -> bool:
        return any(row.figure.value is not None for row in self.rows)

    @property
    def has_count(self) -> bool:
        return any(row.figure.count is not None for row in self.rows)

    @property
    def has_denominator(self) -> bool:
        return any(row.figure.denominator is not None for row in self.rows)


def rows_of(version: OwnVersion, places: Places, year: str) -> Rows:
    """The version's rows of a year, of the newest one where the year is none of its years."""
    figures = list(version.figures.all())
    years = sorted({str(figure.year) for figure in figures}, reverse=True)
    chosen = year if year in years else next(iter(years), "")
    order = {key: place for place, key in enumerate(places.areas)}
    found = sorted(
        (figure for figure in figures if str(figure.year) == chosen),
        key=lambda figure: (order.get(figure.area, len(order)), SEX_ORDER.index(figure.sex)),
    )
    rows = [ShownRow(places.name(figure.area), str(figure.get_sex_display()), figure) for figure in found]
    return Rows(chosen, years, rows, len(figures), sum(figure.hidden for figure in figures))


@dataclass(frozen=True)
class ChangedRow:
    """A row that differs from the version that was public before; None where it is not there."""

    where: str
    before: OwnFigure | None
    after: OwnFigure | None


def changed_rows(version: OwnVersion, places: Places) -> list[ChangedRow]:
    """What differs from the version that was public before; nothing where there was none."""
    before = replaced_by(version)
    if before is None:
        return []
    pairs = difference(version.figures.all(), before.figures.all()).pairs
    return [ChangedRow(places.words(*(new or old).key), old, new) for old, new in pairs]  # type: ignore[union-attr]


def may_withdraw(version: OwnVersion, user: User) -> bool:
    return version.state == State.PUBLISHED and allows(user, PUBLISH, version.dataset)


def may_write(version: OwnVersion, user: User) -> bool:
    """Is a try to withdraw waiting to be made again?"""
    return version.state == State.WITHDRAWING and allows(user, PUBLISH, version.dataset)


@dataclass(frozen=True)
class Happened:
    """An event of a dataset in words."""

    event: AuditEvent
    what: str
    who: str


def history(of: OwnDataset) -> list[Happened]:
    """What has been done to the dataset and its versions, the newest first. For those who keep it."""
    kind = ContentType.objects.get_for_model(OwnDataset)
    about = Q(subject_type=kind, subject_id=of.pk)
    events = AuditEvent.objects.filter(about).select_related("actor").order_by("-pk")
    return [Happened(event, verb_label(event.verb), str(event.actor) if event.actor else "") for event in events]
