"""Loading, publishing, withdrawing and discarding the yearly tables."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from hytti.core import audit, changes, permissions
from hytti.core.conflicts import check_revision
from hytti.core.permissions import NotNow
from hytti.methods.coefficient import UnknownYear, coefficient
from hytti.methods.coefficient.rules import rules

from ..models import CoefficientTable
from ..permissions import TABLES

if TYPE_CHECKING:
    from hytti.core.models import User
    from hytti.methods.coefficient.table import Table

State = CoefficientTable.State


@transaction.atomic
def load(*, by: User, values: dict[str, Any], table: Table) -> CoefficientTable:
    """Keep a read table as a draft.

    values: level, funding_year, name, source_text, as_of, file_name. Raises NotAllowed; ValidationError where the
    funding year has no rules, the table is of another level or cannot be counted, or a value is missing.
    """
    permissions.require(by, TABLES)
    _require_countable(values, table)
    record = CoefficientTable(data=table.as_dict(), loaded_by=by, loaded_at=timezone.now())
    return changes.apply(record, values, by=by, verb="coefficient.loaded")


@transaction.atomic
def publish(*, by: User, table: CoefficientTable, revision: int | None) -> CoefficientTable:
    """Make a draft, or a withdrawn table, public in the place of the earlier one of its level and funding year.

    Raises NotAllowed, NotNow, EditConflict.
    """
    table = _locked(by, table, revision)
    if table.state not in (State.DRAFT, State.WITHDRAWN):
        raise NotNow(_("Taulukko on jo julkaistu."))
    public = CoefficientTable.objects.published().filter(level=table.level, funding_year=table.funding_year)
    for earlier in public:
        changes.apply(earlier, {"state": State.REPLACED}, by=by, verb="coefficient.replaced")
    values = {"state": State.PUBLISHED, "published_at": timezone.now(), "withdrawn_why": ""}
    return changes.apply(table, values, by=by, verb="coefficient.published")


@transaction.atomic
def withdraw(*, by: User, table: CoefficientTable, reason: str, revision: int | None) -> CoefficientTable:
    """Take a public table away, for a reason that stays in the history.

    Raises NotAllowed, NotNow, EditConflict, ValidationError without a reason.
    """
    table = _locked(by, table, revision)
    if table.state != State.PUBLISHED:
        raise NotNow(_("Taulukko ei ole julkinen."))
    reason = reason.strip()
    if not reason:
        raise ValidationError({"reason": _("Kirjoita perustelu.")})
    values = {"state": State.WITHDRAWN, "withdrawn_why": reason}
    return changes.apply(table, values, by=by, verb="coefficient.withdrawn", reason=reason)


@transaction.atomic
def discard(*, by: User, table: CoefficientTable, revision: int | None) -> None:
    """Remove a draft that was never public. Raises NotAllowed, NotNow, EditConflict."""
    table = _locked(by, table, revision)
    if table.state != State.DRAFT or table.published_at is not None:
        raise NotNow(_("Vain luonnoksen, jota ei ole julkaistu, voi poistaa."))
    if table.scenarios.exists():
        raise NotNow(_("Taulukosta on tallennettu laskelmia. Poista ne ensin."))
    audit.record(by, "coefficient.discarded", table)
    table.delete()


def _require_countable(values: dict[str, Any], table: Table) -> None:
    try:
        found = rules(values["level"], values["funding_year"])
    except UnknownYear as error:
        raise ValidationError({"funding_year": _("Tämän rahoitusvuoden sääntöjä ei tunneta.")}) from error
    if table.level != values["level"]:
        raise ValidationError({"level": _("Taulukko on toisen tason alueista.")})
    try:
        coefficient(table, found)
    except ValueError as error:
        raise ValidationError(_("Taulukosta ei voi laskea kerrointa: asukasluku puuttuu joltakin alueelta.")) from error


def _locked(by: User, table: CoefficientTable, revision: int | None) -> CoefficientTable:
    permissions.require(by, TABLES, table)
    table = changes.lock(table)
    check_revision(table, revision)
    return table
