"""How the statutory duties stand: the board of every organisation, and the page of one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy, ngettext

from hytti.core.models import Organisation, Region

from ..models import DutyEvidence, NotFound, Plan
from ..rules import Rhythm, Standing, State, duties, stand
from ..rules.duties import rulebook
from .plans import PlanRow, in_order, row_of
from .visible import public_actions

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

    from django.db.models import QuerySet

    from ..rules.duties import Basis, Duty, Statute

WORDS = {
    State.DONE: gettext_lazy("Tehty"),
    State.PARTLY: gettext_lazy("Osittain"),
    State.OPEN: gettext_lazy("Avoin"),
    State.LATE: gettext_lazy("Myöhässä"),
    State.UNKNOWN: gettext_lazy("Ei tietoa"),
}
MARKS = {
    State.DONE: "done",
    State.PARTLY: "progress",
    State.OPEN: "open",
    State.LATE: "late",
    State.UNKNOWN: "unconfirmed",
}
MEANINGS = {
    State.DONE: gettext_lazy("Lähde osoittaa velvoitteen täytetyksi."),
    State.PARTLY: gettext_lazy("Valmisteilla, tai lähde osoittaa vain osan."),
    State.OPEN: gettext_lazy("Aikaa on vielä, eikä näyttöä ole."),
    State.LATE: gettext_lazy("Lähde kertoo, ettei velvoitetta ole täytetty, ja aika on ohi."),
    State.UNKNOWN: gettext_lazy("Aika on ohi tai sitä ei ole, eikä näyttöä löytynyt. Tämä ei tarkoita, ettei tehty."),
}
RHYTHMS = {
    Rhythm.YEARLY: gettext_lazy("joka vuosi"),
    Rhythm.PER_TERM: gettext_lazy("valtuustokausittain"),
    Rhythm.EVERY_2_YEARS: gettext_lazy("kahden vuoden välein"),
    Rhythm.EVERY_4_YEARS: gettext_lazy("neljän vuoden välein"),
    Rhythm.STANDING: gettext_lazy("kerran, voimassa jatkuvasti"),
}


@dataclass(frozen=True)
class Shown:
    """A standing for a page: mark, word, the period's name, when it is due, the evidence."""

    mark: str
    word: str
    period: str
    due: dt.date | None
    evidence: list[DutyEvidence]
    state: State


@dataclass(frozen=True)
class Row:
    """A duty of one organisation: how it stands now, how it stood before, and what was done earlier still."""

    duty: Duty
    basis: Basis
    statute: Statute
    rhythm: str
    now: Shown | None
    earlier: Shown | None
    older: list[DutyEvidence]

    @property
    def anchor(self) -> str:
        return self.duty.key

    @property
    def evidence(self) -> list[DutyEvidence]:
        """All that is known of it, newest period first."""
        shown = [one for part in (self.now, self.earlier) if part for one in part.evidence]
        return [*shown, *self.older]


@dataclass(frozen=True)
class Cell:
    """A duty of an organisation on the board; without a state where the organisation does not have it."""

    organisation: Organisation
    shown: Shown | None
    url: str


@dataclass(frozen=True)
class Line:
    duty: Duty
    period: str
    cells: list[Cell]


@dataclass(frozen=True)
class Board:
    """Two tables of the same duties: the running period and the one before. `counts` are of the running one."""

    organisations: list[Organisation]
    now: list[Line]
    earlier: list[Line]
    rows: dict[int, list[Row]]
    counts: list[tuple[str, str, int, str]]


@dataclass(frozen=True)
class OrganisationPage:
    organisation: Organisation
    rows: list[Row]
    told: str
    plans: list[PlanRow]
    actions: int
    not_found: list[NotFound]


def actor_of(organisation: Organisation) -> str | None:
    """Whose duties the organisation has; None where it has none of these."""
    kinds = (Organisation.Kind.MUNICIPALITY, Organisation.Kind.COUNTY)
    return str(organisation.kind) if organisation.kind in kinds else None


def organisations_with_duties() -> list[Organisation]:
    """The municipalities of the region by name, then the county."""
    region = Region.objects.select_related("organisation").first()
    if region is None:
        return []
    mine = Q(kind=Organisation.Kind.MUNICIPALITY, area__parent_id=region.area_id)
    return [*Organisation.objects.filter(mine).order_by("name_fi"), region.organisation]


def rows_of(organisation: Organisation, known: Iterable[DutyEvidence], today: dt.date) -> list[Row]:
    """How each duty of the organisation stands; `known` is the evidence of it, newest first."""
    known = list(known)
    statutes = rulebook().statutes
    rows = []
    for duty in duties():
        basis = next((basis for actor, basis in duty.who.items() if actor == actor_of(organisation)), None)
        if basis is None:
            continue
        mine = [item for item in known if item.duty == duty.key]
        now, earlier = (_shown(standing) for standing in stand(duty, basis, mine, today))
        told = {item.pk for shown in (now, earlier) if shown for item in shown.evidence}
        older = [item for item in mine if item.pk not in told]
        if now is not None:
            rows.append(Row(duty, basis, statutes[duty.law], str(RHYTHMS[duty.rhythm]), now, earlier, older))
    return rows


def _shown(standing: Standing | None) -> Shown | None:
    if standing is None:
        return None
    state = standing.state
    period = standing.period.label if standing.period else ""
    evidence = [item for item in standing.evidence if isinstance(item, DutyEvidence)]
    return Shown(MARKS[state], str(WORDS[state]), period, standing.due, evidence, state)


def evidence() -> QuerySet[DutyEvidence]:
    """The evidence; `plan_is_public` tells whether its plan may be led to."""
    public = Plan.objects.public().filter(pk=OuterRef("plan"))
    return DutyEvidence.objects.select_related("plan", "source").annotate(plan_is_public=Exists(public))


def board(today: dt.date) -> Board:
    """Every duty by every organisation on a day, from two queries."""
    organisations = organisations_with_duties()
    by_organisation: dict[int, list[DutyEvidence]] = {}
    for item in evidence():
        by_organisation.setdefault(item.organisation_id, []).append(item)
    rows = {one.pk: rows_of(one, by_organisation.get(one.pk, ()), today) for one in organisations}
    now = [_line(duty, organisations, rows, "now") for duty in duties()]
    earlier = [_line(duty, organisations, rows, "earlier") for duty in duties() if duty.rhythm.has_periods]
    return Board(organisations, now, earlier, rows, _counts(now))


def _line(duty: Duty, organisations: list[Organisation], rows: dict[int, list[Row]], which: str) -> Line:
    cells = []
    for organisation in organisations:
        row = next((row for row in rows[organisation.pk] if row.duty == duty), None)
        url = f"{reverse('plans:organisation', args=[organisation.slug])}#{duty.key}"
        cells.append(Cell(organisation, getattr(row, which) if row else None, url))
    period = next((cell.shown.period for cell in cells if cell.shown), "")
    return Line(duty, period, cells)


def _counts(lines: list[Line]) -> list[tuple[str, str, int, str]]:
    """For the key: mark, word, how many, what it means."""
    states = [cell.shown.state for line in lines for cell in line.cells if cell.shown]
    return [(MARKS[state], str(WORDS[state]), states.count(state), str(MEANINGS[state])) for state in State]


def told(rows: Iterable[Row]) -> str:
    """The rows in a sentence: “Tehty 2, osittain 1, avoin 8.”"""
    states = [row.now.state for row in rows if row.now]
    if not states:
        return ""
    parts = [f"{WORDS[state]} {states.count(state)}".lower() for state in State if state in states]
    total = ngettext("%(count)s velvoite", "%(count)s velvoitetta", len(states)) % {"count": len(states)}
    return f"{total}: {', '.join(parts)}."


def organisation_page(slug: str, today: dt.date) -> OrganisationPage | None:
    """What an organisation has planned, what it answers for or takes part in, and how its duties stand."""
    organisation = Organisation.objects.select_related("area", "source").filter(slug=slug).first()
    if organisation is None:
        return None
    rows = (
        rows_of(organisation, evidence().filter(organisation=organisation), today) if _of_region(organisation) else []
    )
    plans = Plan.objects.public().filter(organisation=organisation).select_related("organisation", "source")
    mine = Q(responsible_organisation=organisation) | Q(partners=organisation)
    return OrganisationPage(
        organisation=organisation,
        rows=rows,
        told=told(rows),
        plans=[row_of(plan, today, is_part=plan.parent_id is not None) for plan in in_order(plans)],
        actions=public_actions().filter(mine, merged_into=None).distinct().count(),
        not_found=list(NotFound.objects.filter(organisation=organisation, plan=None).select_related("source")),
    )


def _of_region(organisation: Organisation) -> bool:
    return organisation.pk in {one.pk for one in organisations_with_duties()}


COLUMNS = (
    "organisation",
    "duty",
    "law",
    "section",
    "period",
    "state",
    "due",
    "decided_by",
    "happened_on",
    "decision_section",
    "case_number",
    "address",
    "source",
)


def table(board: Board) -> tuple[tuple[str, ...], list[list[Any]]]:
    """The board for a file: a row for each organisation, duty and period, and for each evidence of it."""
    lines: list[list[Any]] = []
    for organisation in board.organisations:
        for row in board.rows[organisation.pk]:
            for shown in (row.now, row.earlier):
                if shown is not None:
                    lines += _table_lines(organisation, row, shown)
    return COLUMNS, lines


def _table_lines(organisation: Organisation, row: Row, shown: Shown) -> list[list[Any]]:
    start = [organisation.name_fi, row.duty.key, row.duty.law, row.basis.section, shown.period, shown.state.value]
    start.append(shown.due.isoformat() if shown.due else "")
    if not shown.evidence:
        return [[*start, "", "", "", "", "", ""]]
    return [
        [
            *start,
            item.decided_by,
            item.happened_on,
            item.decision_section,
            item.case_number,
            item.address,
            item.source.title_fi if item.source else "",
        ]
        for item in shown.evidence
    ]
