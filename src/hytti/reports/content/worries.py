"""Strengths and worries: what people have told, and what the figures say of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from hytti.plans.models import Worry

from ..blocks import Cell, Column, Table
from .material import name_of
from .pieces import Piece, clean, para, piece

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .material import Material


def pieces(material: Material) -> Iterator[Piece]:
    if not material.worries:
        lack = _("Vahvuuksia ja huolia ei ole kirjattu suunnitelmaan.")
        yield piece("worries", _("Vahvuudet ja huolet"), 1, text=(para(lack),))
        return
    lead = _("Ilot ja huolet on kerätty ensin, ja sitten on katsottu, mitä luvut niistä sanovat.")
    yield piece("worries", _("Vahvuudet ja huolet"), 1, text=(para(lead),))
    for kind, key, heading in (
        (Worry.Kind.JOY, "joys", _("Vahvuudet ja ilot")),
        (Worry.Kind.WORRY, "concerns", _("Huolet")),
    ):
        found = [one for one in material.worries if one.kind == kind]
        if found:
            yield piece(f"worries.{key}", heading, 2, figures=(_table(heading, found),))


def _table(heading: str, found: list[Worry]) -> Table:
    columns = (
        Column(_("Mitä kerrottiin")),
        Column(_("Kuka kertoi")),
        Column(_("Mitä luvut sanovat")),
        Column(_("Peruste")),
    )
    rows = tuple(
        (
            Cell(name_of(one)[0]),
            Cell(clean(one.told_by) or _("ei tiedossa")),
            Cell(str(Worry.Verdict(one.verdict).label)),
            Cell(clean(one.verdict_reason) or _("ei tiedossa")),
        )
        for one in found
    )
    return Table(_("%(heading)s ja lukujen arvio") % {"heading": heading}, columns, rows)
