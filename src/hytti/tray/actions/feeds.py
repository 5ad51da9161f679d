"""Keeping feeds: adding, changing, fetching, bringing a table in, and deciding which offers are the same."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from hytti.core import audit, changes, jobs
from hytti.core.permissions import NotNow, require
from hytti.sources.offer_checks import is_web
from hytti.sources.offers import Reading
from hytti.sources.problems import SourceError

from ..importing import running
from ..importing.doors import items_of_sheet
from ..importing.running import as_json
from ..importing.world import World
from ..models import Feed, FeedRun, JoinProposal, Offer, Origin, StepTaken
from ..rules.states import State
from .offers import refresh_after_commit

if TYPE_CHECKING:
    from hytti.core.models import User

ADDRESSED = (Feed.Kind.LINKED_EVENTS, Feed.Kind.ICAL)  # kinds without an address of their own
OWNED = (Feed.Kind.ICAL,)  # kinds that never name a provider


def save(feed: Feed, values: dict[str, Any], *, by: User, revision: int | None = None) -> Feed:
    """Add a feed (without a key) or change one. Raises NotAllowed, ValidationError, EditConflict."""
    require(by, "feeds.keep")
    kind, address = values.get("kind", feed.kind), values.get("address", feed.address)
    if kind in ADDRESSED and not address:
        raise ValidationError({"address": _("Anna osoite, josta syöte haetaan.")})
    if address and not is_web(address):
        raise ValidationError({"address": _("Osoitteen alussa on https:// eikä siinä ole tunnusta tai salasanaa.")})
    if kind in OWNED and not values.get("organisation", feed.organisation):
        raise ValidationError({"organisation": _("Kalenteri ei kerro tarjoajaa. Valitse se tästä.")})
    is_new = feed.pk is None
    if is_new:
        feed.key = _free_key(values["name"])
    return changes.apply(feed, values, by=by, verb="feeds.added" if is_new else "feeds.edited", revision=revision)


def fetch_now(feed: Feed, *, by: User, accept_gone: bool = False) -> FeedRun:
    """Begin to fetch everything in the background; its progress is told by the run. Raises NotAllowed, NotNow."""
    require(by, "feeds.keep")
    if feed.kind == Feed.Kind.SHEET:
        raise NotNow(_("Taulukko tuodaan tiedostona, sitä ei haeta verkosta."))
    run = running.start(feed, by=by, is_whole=True)
    transaction.on_commit(lambda: in_background(run.pk, accept_gone))
    return run


def in_background(run_pk: int, accept_gone: bool) -> None:
    """Hand the run over to the thread that does one piece of work at a time."""
    jobs.POOL.submit(_fetch, run_pk, accept_gone)


def _fetch(run_pk: int, accept_gone: bool) -> None:
    try:
        run = FeedRun.objects.select_related("feed__source", "feed__organisation__area", "by").get(pk=run_pk)
        running.fetch(run.feed, run=run, accept_gone=accept_gone)
    finally:
        connection.close()


def stop(run: FeedRun, *, by: User) -> None:
    """Stop a run that is under way; the batches that were written stay. Raises NotAllowed."""
    require(by, "feeds.keep")
    FeedRun.objects.filter(pk=run.pk, state=FeedRun.State.RUNNING).update(
        state=FeedRun.State.CANCELLED, ended_at=timezone.now()
    )


def problems_of_sheet(feed: Feed, data: bytes, name: str) -> list[dict[str, Any]]:
    """What is wrong with a table, row by row, before anything of it is stored."""
    reading = Reading()
    try:
        items = list(items_of_sheet(feed, World(feed.source), data, name, reading))
    except SourceError as error:
        return [as_json(one) for one in error.problems]
    found = [as_json(one, item.id) for item in items for one in item.problems]
    return found + [as_json(one) for one in (*reading.faults, *reading.problems)]


def bring(feed: Feed, data: bytes, name: str, *, by: User) -> FeedRun:
    """Store a table's offers. Raises NotAllowed and NotNow, the latter also where it has a mistake."""
    require(by, "feeds.keep")
    if problems_of_sheet(feed, data, name):
        raise NotNow(_("Mitään ei tallennettu. Korjaa ensin luetellut kohdat."))
    return running.load_sheet(feed, data, name, by=by)


@transaction.atomic
def join(proposal: JoinProposal, *, by: User, keep: Offer) -> Offer:
    """Two offers are one: the origins of the other move to the kept one, and its address leads there.

    Raises NotAllowed, NotNow where it is decided already, ValueError where `keep` is neither of the two.
    """
    proposal = _open(proposal, by)
    if keep.pk not in (proposal.offer_id, proposal.other_id):
        raise ValueError("the kept offer is one of the two")
    other = changes.lock(proposal.other if keep.pk == proposal.offer_id else proposal.offer)
    Origin.objects.filter(offer=other).update(offer=keep)
    StepTaken.objects.create(
        offer=other, before=other.state, after=State.WITHDRAWN, by=by, reason=_("Yhdistetty: %(name)s") % {"name": keep}
    )
    Offer.objects.filter(forwarded_to=other).update(forwarded_to=keep)
    changes.apply(
        other, {"state": State.WITHDRAWN.value, "forwarded_to": keep}, by=by, verb="offers.joined", subject=keep
    )
    _decide(proposal, JoinProposal.State.JOINED, by)
    refresh_after_commit([keep.pk, other.pk])
    return keep


@transaction.atomic
def keep_apart(proposal: JoinProposal, *, by: User) -> None:
    """The two are different offers; they are not proposed again. Raises NotAllowed and NotNow."""
    proposal = _open(proposal, by)
    _decide(proposal, JoinProposal.State.APART, by)
    audit.record(by, "offers.kept_apart", proposal.offer)


def _open(proposal: JoinProposal, by: User) -> JoinProposal:
    require(by, "feeds.keep")
    proposal = JoinProposal.objects.select_for_update().get(pk=proposal.pk)
    if proposal.state != JoinProposal.State.OPEN:
        raise NotNow(_("Tästä on jo päätetty."))
    return proposal


def _decide(proposal: JoinProposal, state: JoinProposal.State, by: User) -> None:
    proposal.state, proposal.decided_by, proposal.decided_at = state, by, timezone.now()
    proposal.save(update_fields=["state", "decided_by", "decided_at"])


def _free_key(name: str) -> str:
    stem = slugify(name)[:70] or "syote"
    taken = set(Feed.objects.filter(key__startswith=stem).values_list("key", flat=True))
    return next(key for key in (stem, *(f"{stem}-{n}" for n in range(2, 1000))) if key not in taken)
