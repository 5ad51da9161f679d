"""Goals and actions in words: who answers for them, when and by what means."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from hytti.core.templatetags.hytti import day

from ..blocks import Cell
from .material import name_of
from .pieces import clean

if TYPE_CHECKING:
    from hytti.plans.models import Action, Goal, Priority


def priority_name(priority: Priority) -> str:
    return name_of(priority)[0]


def goal_name(goal: Goal) -> str:
    return name_of(goal)[0]


def responsible(action: Action) -> Cell:
    """Who answers for the action: the organisation, its body and post, as far as they are known."""
    parts = [
        name_of(action.responsible_organisation)[0] if action.responsible_organisation else "",
        name_of(action.responsible_body)[0] if action.responsible_body else "",
        name_of(action.responsible_post, "title")[0] if action.responsible_post else "",
    ]
    return Cell(", ".join(filter(None, parts)) or _("ei tiedossa"))


def schedule(action: Action) -> Cell:
    first, last = day(action.starts_on), day(action.ends_on)
    return Cell(f"{first}–{last}" if first or last else _("ei tiedossa"))


def partners(action: Action) -> Cell:
    return Cell(", ".join(sorted(name_of(one)[0] for one in action.partners.all())) or "–")


def resources(action: Action) -> Cell:
    parts = ((_("työ"), action.work), (_("raha"), action.money), (_("tilat"), action.rooms))
    return Cell("; ".join(f"{label}: {clean(said)}" for label, said in parts if said) or _("ei tiedossa"))
