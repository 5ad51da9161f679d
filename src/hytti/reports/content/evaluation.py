"""The evaluation of the ending year or term: how the actions stand, what was done and what it changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hytti.core.templatetags.hytti import day

from ..blocks import Cell, Column, Table
from .actions import goal_name, priority_name, responsible, schedule
from .charts import statuses
from .following import followed_table
from .material import name_of
from .pieces import Piece, clean, items, para, piece

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hytti.plans.models import Review

    from ..blocks import List, Paragraph
    from .material import Aim, Branch, Done, Material


def pieces(material: Material) -> Iterator[Piece]:
    told = {"years": material.report.years}
    yield piece("evaluation", _("Arviointi %(years)s") % told, 1, text=_in_words(material), figures=_overview(material))
    for branch in material.branches:
        key, name = _branch(branch)
        yield piece(f"evaluation.{key}", name, 2, figures=_followed(material, branch))
        for aim in branch.aims:
            yield from _aim_pieces(material, aim)
    missing = [done for done in material.actions if not done.reviews]
    if missing:
        told = {"years": material.report.years}
        lead = (
            _("Näistä toimenpiteistä ei ole annettu seurantaa vuosilta %(years)s. Se ei tarkoita, ettei tehty.") % told
        )
        text: tuple[Paragraph | List, ...] = (para(lead), *items(name_of(done.action)[0] for done in missing))
        yield piece("evaluation.missing", _("Seuranta puuttuu"), 2, text=text)


def _branch(branch: Branch) -> tuple[str, str]:
    if branch.priority is None:
        return "other", _("Muut tavoitteet")
    return f"priority-{branch.priority.pk}", priority_name(branch.priority)


def in_words(material: Material) -> str:
    """How the actions stand, in a sentence."""
    count = len(material.actions)
    said = ngettext("Suunnitelmassa on %(count)s toimenpide", "Suunnitelmassa on %(count)s toimenpidettä", count)
    parts = "; ".join(f"{word.lower()} {number}" for word, number in sorted_statuses(material).items())
    return f"{said % {'count': count}}: {parts}."


def sorted_statuses(material: Material) -> dict[str, int]:
    """The statuses from the most common to the rarest."""
    return dict(sorted(material.statuses.items(), key=lambda item: (-item[1], item[0])))


def _in_words(material: Material) -> Iterator[Paragraph | List]:
    if not material.actions:
        yield para(_("Suunnitelmassa ei ole toimenpiteitä, joita arvioida."))
        return
    yield para(in_words(material))
    reviewed = sum(bool(done.reviews) for done in material.actions)
    told = {"count": reviewed, "of": len(material.actions), "years": material.report.years}
    yield para(_("Seuranta vuosilta %(years)s on annettu %(count)s / %(of)s toimenpiteestä.") % told)


def _overview(material: Material) -> Iterator:
    if not material.actions:
        return
    source = _("Suunnitelman seuranta, %(day)s") % {"day": day(material.today)}
    yield statuses(sorted_statuses(material), _("Toimenpiteiden tila"), source)
    words = list(sorted_statuses(material))
    columns = (Column(_("Kärki")), *(Column(word, numeric=True, decimals=0) for word in words))
    rows = []
    for branch in material.branches:
        counts = [sum(done.status == word for done in branch.actions) for word in words]
        rows.append((Cell(_branch(branch)[1]), *(Cell(str(count), count) for count in counts)))
    yield Table(_("Toimenpiteiden tila kärjittäin"), columns, tuple(rows), source=source)


def _followed(material: Material, branch: Branch) -> Iterator[Table]:
    if branch.links:
        caption = _("%(name)s: seurattavat luvut") % {"name": _branch(branch)[1]}
        yield followed_table(material.figures, caption, branch.links)


def _aim_pieces(material: Material, aim: Aim) -> Iterator[Piece]:
    name = goal_name(aim.goal)
    key = f"evaluation.goal-{aim.goal.pk}"
    text = () if aim.actions else (para(_("Tavoitteella ei ole toimenpiteitä.")),)
    yield piece(key, name, 3, text=text, figures=_aim_tables(material, aim, name))
    for done in aim.actions:
        if done.reviews:
            yield piece(f"evaluation.action-{done.action.pk}", name_of(done.action)[0], 4, text=_reviews(done))


def _aim_tables(material: Material, aim: Aim, name: str) -> Iterator[Table]:
    if aim.links:
        yield followed_table(material.figures, _("%(name)s: seurattavat luvut") % {"name": name}, aim.links)
    if aim.actions:
        columns = (Column(_("Toimenpide")), Column(_("Vastuutaho")), Column(_("Aikataulu")), Column(_("Tila")))
        rows = tuple(
            (Cell(name_of(done.action)[0]), responsible(done.action), schedule(done.action), _status(done))
            for done in aim.actions
        )
        yield Table(_("%(name)s: toimenpiteet") % {"name": name}, columns, rows)


def _status(done: Done) -> Cell:
    reason = clean(done.action.status_reason)
    return Cell(f"{done.status}. {reason}" if reason else done.status)


def _reviews(done: Done) -> Iterator[Paragraph]:
    for review in done.reviews:
        yield from _review(review, several=len(done.reviews) > 1)


def _review(review: Review, *, several: bool) -> Iterator[Paragraph]:
    """What was done, what it changed and what comes next; what was not told is told so."""
    year = f" {review.year}" if several else ""
    next_step = review.next_step
    if next_step and review.next_on:
        next_step += f" ({_('viimeistään %(day)s') % {'day': day(review.next_on)}})"
    for label, said in (
        (_("Mitä tehtiin"), review.done),
        (_("Mitä se muutti"), review.effects),
        (_("Mitä seuraavaksi"), next_step),
    ):
        lines = [line for line in clean(said).splitlines() if line.strip()] or [_("ei kerrottu")]
        for at, line in enumerate(lines):
            yield para(line, strong=f"{label}{year}:" if at == 0 else "")
