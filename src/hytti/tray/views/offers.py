"""An organisation's own offers: list, form, steps; and the form behind a link."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.contenttypes.models import ContentType
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hytti.core.models import Organisation
from hytti.core.permissions import NotAllowed, NotNow, allows, holds_for_region, organisations_within, require
from hytti.core.templatetags.hytti import translated
from hytti.core.views.kept import signed_in
from hytti.core.views.saving import Page, only_post, save

from .. import words
from ..actions import invitations
from ..actions import offers as actions
from ..actions import provider_contacts as contacts
from ..forms.offers import OfferForm, ProviderContactForm, StepForm
from ..models import Invitation, Offer, ProviderContact
from ..queries import writing
from ..rules import quality
from ..rules.states import State, Taker, step, steps_from
from .crumbs import crumbs
from .private import private

FORM = "tray/offers/form.html"
VERBS = {
    (State.DRAFT, State.PROPOSED): gettext_lazy("Lähetä tarkistettavaksi"),
    (State.PROPOSED, State.DRAFT): gettext_lazy("Palauta luonnokseksi"),
    (State.PROPOSED, State.PUBLISHED): gettext_lazy("Julkaise"),
    (State.DUE, State.PUBLISHED): gettext_lazy("Tiedot pitävät paikkansa"),
    (State.EXPIRED, State.PROPOSED): gettext_lazy("Lähetä tarkistettavaksi"),
    (State.PUBLISHED, State.WITHDRAWN): gettext_lazy("Poista tarjottimelta"),
    (State.DUE, State.WITHDRAWN): gettext_lazy("Poista tarjottimelta"),
    (State.EXPIRED, State.WITHDRAWN): gettext_lazy("Poista tarjottimelta"),
    (State.WITHDRAWN, State.DRAFT): gettext_lazy("Palauta luonnokseksi"),
}


@signed_in
def mine(request: HttpRequest) -> HttpResponse:
    require(request.user, "offers.write")
    organisations = organisations_within(request.user, "offers.write")
    is_regional = holds_for_region(request.user, "offers.write")
    own = writing.mine(request.user)  # type: ignore[arg-type]
    if is_regional:  # the whole tray is no list of one's own: what the region's own organisation and drafts hold
        own = own.filter(is_from_feed=False)
    context = {
        "rows": writing.rows(own[:300]),
        "organisations": [] if is_regional else list(organisations[:20]),
        "may_moderate": allows(request.user, "offers.moderate"),
        "breadcrumb": crumbs((_("Oma tarjonta"), None)),
    }
    return render(request, "tray/offers/mine.html", context)


@signed_in
def add(request: HttpRequest) -> HttpResponse:
    require(request.user, "offers.write")
    mine_only = organisations_within(request.user, "offers.write")
    chosen = request.GET.get("organisaatio", "")
    provider = (
        mine_only.filter(slug=chosen).first() if chosen else mine_only.first() if mine_only.count() == 1 else None
    )
    if provider is None:
        context = {"organisations": mine_only, "breadcrumb": _own_crumbs((_("Lisää tarjontaa"), None))}
        return render(request, "tray/offers/choose.html", context)
    page = Page(
        title=_("Lisää tarjontaa"),
        lead=_("%(name)s. Tallenna luonnos milloin vain; muut näkevät tiedot vasta julkaisun jälkeen.")
        % {"name": translated(provider, "name")[0]},
        submit=_("Tallenna luonnos"),
        cancel_url=reverse("tray:mine"),
        template=FORM,
        breadcrumb=_own_crumbs((_("Lisää tarjontaa"), None)),
    )
    return save(request, page, _form_of(Offer(provider=provider)), _saving(Offer(provider=provider), request))


def _own_crumbs(*steps: tuple[str, str | None]) -> list[tuple[str, str | None]]:
    return crumbs((_("Oma tarjonta"), reverse("tray:mine")), *steps)


def _form_of(offer: Offer) -> Any:
    """A maker of forms; of a new offer the form knows its first values but no revision."""
    if offer.pk is None:
        blank = OfferForm().initial_of(offer)
        return lambda data: OfferForm(data, initial=blank)
    return lambda data: OfferForm(data, record=offer)


def _saving(offer: Offer, request: HttpRequest) -> Any:
    def act(form: OfferForm) -> tuple[str, str]:
        revision = form.typed_revision if offer.pk else None
        saved = actions.save(offer, form.values(), by=request.user, revision=revision)  # type: ignore[arg-type]
        return reverse("tray:keep_offer", args=[saved.pk]), _("Tiedot on tallennettu.")

    return act


def _require_keeper(request: HttpRequest, offer: Offer) -> None:
    """Let in whoever writes the offer or moderates it."""
    if not allows(request.user, "offers.moderate", offer):
        require(request.user, "offers.write", offer)


@signed_in
def keep(request: HttpRequest, pk: int) -> HttpResponse:
    """One offer for those who write and moderate it: state, what is wanting, steps, the log of changes."""
    offer = get_object_or_404(Offer.objects.select_related("provider").prefetch_related(*writing.PARTS), pk=pk)
    writes, moderates = allows(request.user, "offers.write", offer), allows(request.user, "offers.moderate", offer)
    _require_keeper(request, offer)
    takers = [taker for taker, may in ((Taker.PROVIDER, writes), (Taker.MODERATOR, moderates)) if may]
    steps = dict.fromkeys(one for taker in takers for one in steps_from(offer.state, taker))
    publishing = [one for one in steps if one.after == State.PUBLISHED]
    others = [one for one in steps if one.after != State.PUBLISHED]
    context = {
        "offer": offer,
        "steps": [(one, VERBS[one.before, one.after]) for one in publishing + others],
        "publishes": bool(publishing),
        "findings": [
            (finding, OfferForm.base_fields.get(finding.field)) for finding in quality.findings(writing.facts_of(offer))
        ],
        "log": writing.log_of(offer, ContentType.objects.get_for_model(Offer), named=True),
        "steps_taken": offer.steps.select_related("by"),
        "parts": actions.told_parts(offer) | {"times": [words.in_words(time) for time in offer.times.all()]},
        "origins": offer.origins.select_related("feed"),
        "breadcrumb": _own_crumbs((translated(offer, "name")[0], None)),
    }
    return render(request, "tray/offers/keep.html", context)


@signed_in
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    offer = get_object_or_404(Offer.objects.select_related("provider"), pk=pk)
    _require_keeper(request, offer)
    back = reverse("tray:keep_offer", args=[pk])
    name = translated(offer, "name")[0]
    page = Page(
        title=_("Muokkaa: %(name)s") % {"name": name},
        submit=_("Tallenna"),
        cancel_url=back,
        template=FORM,
        more={"offer": offer},
        breadcrumb=_own_crumbs((name, back), (_("Muokkaa"), None)),
    )
    return save(request, page, _form_of(offer), _saving(offer, request))


@signed_in
def take_step(request: HttpRequest, pk: int, to: str) -> HttpResponse:
    """A step that asks for a reason has a page of its own; the others are buttons."""
    offer = get_object_or_404(Offer, pk=pk)
    _require_keeper(request, offer)
    back = reverse("tray:keep_offer", args=[pk])
    found = step(offer.state, to)
    if found is None:
        messages.error(request, _("Tila on jo muuttunut. Katso tilanne sivulta."))
        return redirect(back)
    verb = str(VERBS[found.before, found.after])

    def act(form: StepForm) -> tuple[str, str]:
        reason = form.cleaned_data.get("reason", "")
        done = actions.take_step(offer, to, by=request.user, reason=reason)  # type: ignore[arg-type]
        return back, _("Tila on nyt: %(state)s.") % {"state": done.get_state_display()}

    name = translated(offer, "name")[0]
    page = Page(
        title=f"{verb}: {name}",
        submit=verb,
        cancel_url=back,
        stop=found.after == State.WITHDRAWN,
        template="tray/offers/step.html",
        more={"needs_reason": found.needs_reason},
        breadcrumb=_own_crumbs((name, back), (verb, None)),
    )
    return save(request, page, lambda data: StepForm(data, record=offer), act)


@only_post
@signed_in
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    offer = get_object_or_404(Offer, pk=pk)
    try:
        actions.remove_draft(offer, by=request.user)  # type: ignore[arg-type]
    except NotNow as error:
        messages.error(request, str(error))
        return redirect(reverse("tray:keep_offer", args=[pk]))
    messages.success(request, _("Luonnos on poistettu."))
    return redirect(reverse("tray:mine"))


@signed_in
def contact(request: HttpRequest, slug: str) -> HttpResponse:
    """Where an organisation takes contact requests and reminders."""
    organisation = get_object_or_404(Organisation, slug=slug)
    require(request.user, "offers.write", organisation)
    record = ProviderContact.objects.filter(organisation=organisation).first() or ProviderContact(
        organisation=organisation
    )

    def act(form: ProviderContactForm) -> tuple[str, str]:
        contacts.save(record, form.values(), by=request.user, revision=form.typed_revision if record.pk else None)  # type: ignore[arg-type]
        return reverse("tray:mine"), _("Yhteystiedot on tallennettu.")

    page = Page(
        title=_("Mihin yhteydenotot lähetetään"),
        lead=translated(organisation, "name")[0],
        submit=_("Tallenna"),
        cancel_url=reverse("tray:mine"),
        breadcrumb=_own_crumbs((_("Yhteydenotot"), None)),
    )
    return save(request, page, lambda data: ProviderContactForm(data, record=record), act)


@private
def by_link(request: HttpRequest, token: str) -> HttpResponse:
    """The form behind a letter's link. Opening it uses nothing up, so that a mail filter may look at it too."""
    invitation = invitations.opened(token)
    offer = invitation.offer or Offer(provider=invitation.organisation)
    page = Page(
        title=_("Kerro toiminnastanne"),
        lead=_("%(name)s. Tallenna luonnos milloin vain. Linkki päättyy, kun tiedot on lähetetty tarkistettaviksi.")
        % {"name": translated(invitation.organisation, "name")[0]},
        submit=_("Tallenna luonnos"),
        cancel_url=reverse("tray:search"),
        template=FORM,
        more={"by_link": True, "invitation": invitation},
        breadcrumb=crumbs((_("Kerro toiminnastanne"), None)),
    )
    return save(request, page, _form_of(offer), _saving_by_link(offer, invitation, token, request))


def _saving_by_link(offer: Offer, invitation: Invitation, token: str, request: HttpRequest) -> Any:
    def act(form: OfferForm) -> tuple[str, str]:
        try:
            revision = form.typed_revision if offer.pk else None
            saved = actions.save_by_link(
                offer, form.values(), invitation=invitation, revision=revision, hand_in="hand_in" in request.POST
            )
        except NotAllowed as error:
            raise NotNow(str(error)) from error
        if saved.state == State.DRAFT:
            return reverse("tray:by_link", args=[token]), _("Luonnos on tallennettu. Voit jatkaa samasta linkistä.")
        return reverse("tray:search"), _("Kiitos! Tiedot luetaan ja julkaistaan pian.")

    return act
