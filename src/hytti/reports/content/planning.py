"""The plan: priorities, goals, and who does what by when."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from ..blocks import Cell, Column, Quote, Table, text
from .actions import goal_name, partners, priority_name, resources, responsible, schedule
from .following import followed_table
from .material import name_of
from .pieces import Piece, clean, para, piece

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..blocks import Block
    from .material import Aim, Branch, Material


def pieces(material: Material) -> Iterator[Piece]:
    if not material.branches:
        lack = _("Suunnitelmaan ei ole vielä kirjattu kärkiä eikä tavoitteita.")
        if material.plan is None:
            lack = _("Raporttia ei ole liitetty suunnitelmaan.")
        yield piece("plan", _("Suunnitelma"), 1, text=(para(lack),))
        return
    goals = sum(len(branch.aims) for branch in material.branches)
    priorities = sum(branch.priority is not None for branch in material.branches)
    told = {"priorities": priorities, "goals": goals, "actions": len(material.actions)}
    lead = _("Kärkiä %(priorities)s, tavoitteita %(goals)s, toimenpiteitä %(actions)s.") % told
    yield piece("plan", _("Suunnitelma"), 1, text=(para(lead),))
    for branch in material.branches:
        yield _branch_piece(material, branch)
        for aim in branch.aims:
            yield _aim_piece(material, aim)


def _branch_piece(material: Material, branch: Branch) -> Piece:
    if branch.priority is None:
        return piece("plan.other", _("Muut tavoitteet"), 2)
    name = priority_name(branch.priority)
    described, language = name_of(branch.priority, "description")
    said = [para(line, lang=language) for line in described.splitlines() if line.strip()]
    if not branch.aims:
        said.append(para(_("Kärjelle ei ole kirjattu tavoitteita.")))
    figures: list[Block] = [*_official(branch.priority.official_wording)]
    if branch.links:
        caption = _("%(name)s: seurattavat luvut") % {"name": name}
        figures.append(followed_table(material.figures, caption, branch.links))
    return piece(f"plan.priority-{branch.priority.pk}", name, 2, text=said, figures=figures)


def _official(wording: str) -> Iterator[Quote]:
    lines = tuple(text(line) for line in clean(wording).splitlines() if line.strip())
    if lines:
        yield Quote(lines, _("Hyväksytty sanamuoto"))


def _aim_piece(material: Material, aim: Aim) -> Piece:
    name = goal_name(aim.goal)
    figures: list[Block] = [*_official(aim.goal.official_wording)]
    if aim.links:
        caption = _("%(name)s: seurattavat luvut") % {"name": name}
        figures.append(followed_table(material.figures, caption, aim.links))
    if aim.actions:
        figures.append(_table(aim, _("%(name)s: toimenpiteet") % {"name": name}))
    said = () if aim.actions else (para(_("Tavoitteella ei ole toimenpiteitä.")),)
    return piece(f"plan.goal-{aim.goal.pk}", name, 3, text=said, figures=figures)


def _table(aim: Aim, caption: str) -> Table:
    columns = (
        Column(_("Toimenpide")),
        Column(_("Vastuutaho")),
        Column(_("Kumppanit")),
        Column(_("Aikataulu")),
        Column(_("Resurssit")),
    )
    rows = tuple(
        (
            Cell(name_of(done.action)[0]),
            responsible(done.action),
            partners(done.action),
            schedule(done.action),
            resources(done.action),
        )
        for done in aim.actions
    )
    return Table(caption, columns, rows)
