"""The one rule on whose name is told to whom."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime as dt

    from .models import Membership


def is_over(membership: Membership, today: dt.date) -> bool:
    return membership.end is not None and membership.end < today


def shown_name(membership: Membership, today: dt.date, *, viewer_may_edit: bool = False) -> str | None:
    """The member's name while the membership lasts; afterwards only for those who keep the record.

    Act on wellbeing services counties 611/2021, section 89: personal data is taken off the public network when the
    time of its being told is over.
    """
    return membership.person.name if viewer_may_edit or not is_over(membership, today) else None
