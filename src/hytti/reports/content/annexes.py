"""The annex of indicators: those that the report uses, and those left out with the reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from hytti.indicators import catalogue

from ..blocks import Cell, Column, Table
from .figures import short_source
from .material import name_of
from .pieces import Piece, annex, clean, para, piece

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from hytti.indicators.queries.areas import Line

    from .material import Material


def pieces(material: Material, *, everything: bool) -> Iterator[Piece]:
    """`everything`: the report tells of every current figure, not only of those that the plan follows."""
    yield annex("annex", _("Indikaattorit"), text=(para(_("Mitä lukuja raportti käyttää, mitä ei ja miksi.")),))
    followed = material.followed_keys
    used = [line for line in material.figures.current if everything or line.definition.key in followed]
    yield piece("annex.used", _("Käytetyt luvut"), 2, **_used(material, used))
    yield piece("annex.left-out", _("Pois jätetyt luvut"), 2, **_left_out(material, everything=everything))


def _used(material: Material, lines: Iterable[Line]) -> dict[str, tuple]:
    rows = tuple(
        (
            Cell(str(line.definition.name)),
            Cell(str(line.definition.unit)),
            Cell(line.period),
            Cell(short_source(line.dataset)),
        )
        for line in lines
    )
    if not rows:
        return {"text": (para(_("Raportti ei käytä lukuja.")),)}
    for line in lines:
        material.figures.use(line.dataset)
    columns = (Column(_("Luku")), Column(_("Yksikkö")), Column(_("Vuosi")), Column(_("Lähde ja tiedon päivä")))
    return {"figures": (Table(_("Raportin luvut"), columns, rows),)}


def _left_out(material: Material, *, everything: bool) -> dict[str, tuple]:
    rows = [(Cell(name_of(one)[0]), Cell(clean(one.reason))) for one in material.left_out]
    if everything:
        told = {one.indicator_key for one in material.left_out}
        rows += [(Cell(name), Cell(reason)) for key, name, reason in _not_known(material) if key not in told]
    if not rows:
        return {"text": (para(_("Luettelosta ei ole jätetty lukuja pois, tai sitä ei ole kirjattu.")),)}
    columns = (Column(_("Luku")), Column(_("Miksi jätettiin pois")))
    return {"figures": (Table(_("Pois jätetyt luvut ja syy"), columns, tuple(rows)),)}


def _not_known(material: Material) -> Iterator[tuple[str, str, str]]:
    """What Hytti knows of and the report does not tell: key, name and why."""
    figures = material.figures
    current = {line.definition.key for line in figures.current}
    for definition in catalogue.all():
        if definition.key in current or definition.status != "published":
            continue
        line = figures.line(definition.key)
        if line is None:
            reason = _("Alueesta ei ole lukua.")
        elif figures.is_past(line):
            reason = _("Tuorein tieto on vuodelta %(year)s.") % {"year": line.fact.year}
        else:
            reason = _("Luku on ennuste. Se näkyy väestöä kuvaavassa osassa.")
        yield definition.key, str(definition.name), reason
