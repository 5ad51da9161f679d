"""Who sits in a body: its seats by group, its members with their deputies, and those whose time is over."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import npgettext

from hytti.core.templatetags.hytti import tr

from ..models import Body, Membership, Post, SeatRole
from ..privacy import is_over, shown_name

if TYPE_CHECKING:
    import datetime as dt

SEAT_ROLES = {SeatRole.CHAIR, SeatRole.VICE_CHAIR, SeatRole.MEMBER}
ROLE_ORDER = {role: place for place, role in enumerate(SeatRole)}
LETTERS_UNDER_A_SEAT = 5
KINDS = ("", "plum", "open")


@dataclass(frozen=True)
class SeatGroup:
    """The seats of one kind of member: associations, the county, others."""

    name: str
    posts: list[Post]
    kind: str

    @property
    def count(self) -> int:
        return sum(post.seats for post in self.posts)


@dataclass(frozen=True)
class Member:
    """A membership as it is shown: the name only where it may be told."""

    membership: Membership
    name: str | None
    deputies: list[Member]


@dataclass(frozen=True)
class Composition:
    groups: list[SeatGroup]
    offices: list[Post]
    members: list[Member]
    past: list[Member]
    term_over: bool

    @property
    def seats(self) -> int:
        return sum(group.count for group in self.groups)

    @property
    def seat_row(self) -> list[dict[str, Any]]:
        """Groups for the row of seats; their names stand under it only where every name has room there."""
        if len(self.groups) == 1:
            return [
                {"count": self.seats, "word": npgettext("istumapaikkoja", "paikka", "paikkaa", self.seats), "kind": ""}
            ]
        roomy = all(len(group.name) <= group.count * LETTERS_UNDER_A_SEAT for group in self.groups)
        return [
            {"count": group.count, "word": group.name if roomy else "", "kind": group.kind} for group in self.groups
        ]

    @property
    def has_deputies(self) -> bool:
        posts = [post for group in self.groups for post in group.posts]
        return bool(posts) and all(post.personal_deputies for post in posts)

    @property
    def known(self) -> bool:
        return bool(self.groups or self.offices or self.members or self.past)


def composition_of(body: Body, today: dt.date, *, viewer_may_edit: bool = False) -> Composition:
    """Seats and members, in a fixed number of queries. Those who keep the record see names of past members too."""
    related = ("represents_body", "represents_organisation__area", "source")
    posts = list(body.posts.select_related(*related))
    memberships = list(
        body.memberships.select_related("person", "post", "represents_body", "represents_organisation__area")
    )

    def members(over: bool) -> list[Member]:
        chosen = [membership for membership in memberships if is_over(membership, today) == over]
        return _members(chosen, {one.pk: shown_name(one, today, viewer_may_edit=viewer_may_edit) for one in chosen})

    return Composition(
        groups=_groups([post for post in posts if post.role in SEAT_ROLES]),
        offices=[post for post in posts if post.role not in SEAT_ROLES],
        members=members(over=False),
        past=members(over=True),
        term_over=body.term_end is not None and body.term_end < today,
    )


def _groups(posts: list[Post]) -> list[SeatGroup]:
    """Seats by their group, in the order in which the groups are first met."""
    by_name: dict[str, list[Post]] = {}
    for post in posts:
        by_name.setdefault(post.group_fi, []).append(post)
    return [
        SeatGroup(tr(inside[0], "group") or _("Jäsenet"), inside, KINDS[min(place, len(KINDS) - 1)])
        for place, inside in enumerate(by_name.values())
    ]


def _members(memberships: list[Membership], names: dict[int, str | None]) -> list[Member]:
    """Members by role, each with the deputies that are in the same list."""
    deputies: dict[int, list[Member]] = {}
    for membership in memberships:
        if membership.deputy_for_id in names:
            deputies.setdefault(membership.deputy_for_id, []).append(Member(membership, names[membership.pk], []))
    firsts = [membership for membership in memberships if membership.deputy_for_id not in names]
    firsts.sort(key=lambda membership: (ROLE_ORDER[SeatRole(membership.role)], membership.person.name))
    return [Member(membership, names[membership.pk], deputies.get(membership.pk, [])) for membership in firsts]
