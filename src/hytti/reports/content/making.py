"""The document of a report: its pieces by kind, as the person left them, with the sources of its figures."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django.utils.translation import gettext as _
from django.utils.translation import override

from hytti.indicators import words

from ..blocks import Callout, DatasetVersion, Document, Source, text
from ..models import Report
from . import annexes, background, evaluation, planning, state, summary, worries
from .figures import figures_of, web
from .material import gather, name_of
from .pieces import assembled, clean

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Mapping
    from typing import Literal

    from ..blocks import Block
    from ..models import Part
    from .material import Material
    from .pieces import Piece


def pieces(report: Report, today: dt.date) -> tuple[Piece, ...]:
    """The live parts of the report, in its own language. Raises Unreadable."""
    with override(report.language):
        return tuple(_pieces(gather(report, today, figures_of(report.organisation, today))))


def document(report: Report, parts: Mapping[str, Part], day: dt.date) -> Document:
    """The whole document as it is on a day, with the person's edits. Raises Unreadable."""
    with override(report.language):
        material = gather(report, day, figures_of(report.organisation, day))
        made = tuple(_pieces(material))  # first, as the figures gather their datasets on the way
        datasets = sorted(material.figures.used.values(), key=lambda one: one.key)
        return Document(
            title=report.title,
            subtitle=_("Versio %(version)s") % {"version": report.version} if report.version > 1 else "",
            language=cast('Literal["fi", "sv", "en"]', report.language),
            date=day,
            author=material.organisation,
            blocks=(*_warning(material), *assembled(made, parts)),
            sources=tuple(_sources(material)),
            datasets=tuple(
                DatasetVersion(one.key, clean(words.dataset_title(one)), words.day(one.as_of), one.sha256)
                for one in datasets
            ),
            contents=report.kind != Report.Kind.COUNCIL,
        )


def _pieces(material: Material) -> Iterator[Piece]:
    kind = material.report.kind
    if kind == Report.Kind.COUNCIL:
        yield from summary.council_pieces(material)
        return
    yield from summary.pieces(material)
    yield from background.pieces(material)
    if kind in (Report.Kind.YEARLY, Report.Kind.TERM):
        yield from state.pieces(material)
    yield from worries.pieces(material)
    if kind in (Report.Kind.YEARLY, Report.Kind.TERM):
        yield from evaluation.pieces(material)
    if kind == Report.Kind.PLAN:
        yield from planning.pieces(material)
    yield from annexes.pieces(material, everything=kind != Report.Kind.PLAN)


def _warning(material: Material) -> Iterator[Block]:
    """A plan that is made up says so first of all."""
    if material.plan is not None and material.plan.is_made_up:
        words = _("Suunnitelma on keksitty esimerkki. Sen tavoitteet, toimenpiteet ja seuranta eivät ole totta.")
        yield Callout(_("Esimerkki"), (text(words),), attention=True)


def _sources(material: Material) -> Iterator[Source]:
    """The plan, then each publisher of figures with its newest data."""
    plan = material.plan
    if plan is not None:
        yield Source(name_of(plan, "title")[0], web(plan.address), words.day(plan.as_of))
    newest: dict[str, tuple[str, str, str]] = {}
    for one in material.figures.used.values():
        name = clean(one.attribution or one.source)
        newest[name] = max(newest.get(name, ("", "", "")), (one.as_of, web(one.address), clean(one.licence)))
    for name, (as_of, address, licence) in sorted(newest.items()):
        yield Source(name, address, words.day(as_of), licence)
