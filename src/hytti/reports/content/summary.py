"""The summary of a report, and the page for the council: how the actions stand and what the figures say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from hytti.core.templatetags.hytti import day
from hytti.indicators.queries import places

from ..models import Report
from .background import key_figures
from .evaluation import in_words
from .material import name_of
from .pieces import Piece, clean, items, para, piece

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hytti.indicators.queries.areas import Line

    from ..blocks import List, Paragraph
    from .material import Material

FINDINGS, STEPS = 3, 4
WEAK, STRONG = 0.6, 0.4
"""Shares of the other areas that are better, from which a figure is told as weak or as strong."""


def pieces(material: Material) -> Iterator[Piece]:
    yield piece("summary", _("Tiivistelmä"), 1, text=_in_words(material), figures=key_figures(material.figures))


def council_pieces(material: Material) -> Iterator[Piece]:
    """One page: key figures, what was done, what the figures tell and what comes next."""
    figures = material.figures
    text = () if figures.area else (para(figures.lack),)
    yield piece("council", _("Luvut lyhyesti"), 1, text=text, figures=key_figures(figures))
    actions = (para(in_words(material)),) if material.actions else (para(_("Toimenpiteitä ei ole kirjattu.")),)
    yield piece("council.done", _("Mitä on tehty"), 1, text=(*actions, *items(_finished(material))))
    yield piece("council.figures", _("Mitä luvut kertovat"), 1, text=_findings(material))
    steps = tuple(dict.fromkeys(_next_steps(material)))
    lack = (para(_("Seuraavia askelia ei ole kirjattu.")),)
    yield piece("council.next", _("Mitä seuraavaksi"), 1, text=items(steps[:STEPS]) or lack)


def _in_words(material: Material) -> Iterator[Paragraph | List]:
    report = material.report
    told = {"organisation": material.organisation, "years": report.years}
    yield para(
        {
            Report.Kind.YEARLY: _(
                "Tämä on vuosiraportti valtuustolle hyvinvoinnin ja terveyden edistämisestä vuonna %(years)s. "
                "Laatija: %(organisation)s."
            ),
            Report.Kind.TERM: _("Tämä on valtuustokauden hyvinvointikertomus %(years)s. Laatija: %(organisation)s."),
            Report.Kind.PLAN: _("Tämä on valtuustokauden hyvinvointisuunnitelma %(years)s. Laatija: %(organisation)s."),
            Report.Kind.COUNCIL: "",
        }[Report.Kind(report.kind)]
        % told
    )
    if material.actions:
        yield para(in_words(material))
    if report.kind != Report.Kind.PLAN:
        yield from _findings(material)


def _findings(material: Material) -> Iterator[Paragraph | List]:
    """Where the area stands well and where it does not; nothing is judged where no direction is good."""
    figures = material.figures
    if figures.area is None:
        yield para(figures.lack)
        return
    known = [
        line for line in figures.current if line.better is not None and line.standing is not None and not line.composite
    ]
    weak = sorted((one for one in known if (one.better or 0) >= WEAK), key=lambda one: -(one.better or 0))
    strong = sorted((one for one in known if (one.better or 0) <= STRONG), key=lambda one: one.better or 0)
    if weak:
        yield para(_("Muita alueita heikompia lukuja:"))
        yield from items(_finding(one) for one in weak[:FINDINGS])
    if strong:
        yield para(_("Muita alueita parempia lukuja:"))
        yield from items(_finding(one) for one in strong[:FINDINGS])
    if not weak and not strong:
        yield para(_("Luvuista ei erotu selviä vahvuuksia eikä heikkouksia."))


def _finding(line: Line) -> str:
    assert line.standing is not None
    count = len(line.standing.values)
    told = {"name": str(line.definition.name), "value": line.value, "period": line.period}
    told |= {"better": str(round((line.better or 0) * count)), "count": str(count)}
    if line.fact.area.startswith(places.MUNICIPALITY):
        return (
            _("%(name)s: %(value)s (%(period)s). Luku on parempi %(better)s kunnassa, vertailussa on %(count)s kuntaa.")
            % told
        )
    return (
        _(
            "%(name)s: %(value)s (%(period)s). Luku on parempi %(better)s hyvinvointialueella, "
            "vertailussa niitä on %(count)s."
        )
        % told
    )


def _finished(material: Material) -> Iterator[str]:
    finished = [done for done in material.actions if done.mark == "done"]
    return (name_of(done.action)[0] for done in finished[:STEPS])


def _next_steps(material: Material) -> Iterator[str]:
    """The next steps of the newest reviews, the earliest day first."""
    reviews = [done.reviews[-1] for done in material.actions if done.reviews and done.reviews[-1].next_step]
    for review in sorted(reviews, key=lambda review: (review.next_on is None, review.next_on, review.pk)):
        said = " ".join(clean(review.next_step).split())
        yield f"{said} ({day(review.next_on)})" if review.next_on else said
