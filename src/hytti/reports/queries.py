"""Reading reports: the list, one report with its parts, and its document."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils import timezone

from hytti.plans.permissions import organisations_within

from . import content
from .content.pieces import seen
from .frozen import thaw
from .models import Part, Report
from .permissions import MAKE, READ_DRAFTS, may_make

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.contrib.auth.models import AnonymousUser

    from hytti.core.models import User

    from .blocks import Document
    from .content.pieces import Piece


@dataclass(frozen=True)
class Line:
    """A part on the editing page: what was done to it, and whether it stands under a hidden one.

    `changed`: the live text is no longer what the person's own words were written from.
    """

    piece: Piece
    part: Part | None
    hidden_above: bool
    changed: bool


@dataclass(frozen=True)
class Outline:
    """The parts of a draft in their order; `left` are written parts whose place in the content is gone."""

    lines: tuple[Line, ...]
    left: tuple[Part, ...]


def completed() -> Sequence[Report]:
    """The newest version of each completed report."""
    found: dict[tuple[object, ...], Report] = {}
    for report in Report.objects.completed().listed():
        key = (report.organisation_id, report.kind, report.starts, report.ends, report.language)
        if key not in found or found[key].version < report.version:
            found[key] = report
    return list(found.values())


def drafts_for(user: User | AnonymousUser) -> list[tuple[Report, bool]]:
    """The drafts that the user may read, and whether the user may edit them."""
    readable = organisations_within(user, MAKE) | organisations_within(user, READ_DRAFTS)
    found = Report.objects.drafts().listed().filter(organisation__in=readable)
    makes = set(organisations_within(user, MAKE).values_list("pk", flat=True))
    return [(report, report.organisation_id in makes) for report in found]


def versions(report: Report) -> Sequence[Report]:
    """The other completed versions of the report, the newest first."""
    same = ("organisation", "kind", "starts", "ends", "language")
    others = Report.objects.completed().listed().filter(**{name: getattr(report, name) for name in same})
    return list(others.exclude(pk=report.pk).order_by("-version"))


def parts_of(report: Report) -> dict[str, Part]:
    return {part.key: part for part in report.parts.all()}


def document_of(report: Report) -> Document:
    """The frozen document of a completed report, or what a draft is today.

    Raises Unreadable where the figures of a draft cannot be read.
    """
    if report.frozen is not None:
        return thaw(bytes(report.frozen))
    return content.document(report, parts_of(report), timezone.localdate())


def outline(report: Report) -> Outline:
    """The parts of a draft. Raises Unreadable."""
    pieces = content.pieces(report, timezone.localdate())
    parts = parts_of(report)
    visible = {piece.key for piece in seen(pieces, parts)}
    lines = []
    for piece in pieces:
        part = parts.pop(piece.key, None)
        changed = part is not None and bool(part.text) and part.based_on != piece.plain
        hidden_above = piece.key not in visible and not (part is not None and part.hidden)
        lines.append(Line(piece, part, hidden_above, changed))
    left = tuple(part for part in parts.values() if part.text or part.added)
    return Outline(tuple(lines), left)


def piece_of(report: Report, key: str) -> Piece | None:
    """A live part of a draft by its key. Raises Unreadable."""
    return next((piece for piece in content.pieces(report, timezone.localdate()) if piece.key == key), None)


def part_of(report: Report, key: str) -> Part:
    """What is stored of the part; a part that nobody has touched is new, at revision 0."""
    return report.parts.filter(key=key).first() or Part(report=report, key=key, revision=0)


def may_edit(user: User | AnonymousUser, report: Report) -> bool:
    return not report.is_completed and may_make(user, report)
