"""How a contact request and a referral go on at a provider. The table is data: pages, actions and docs read it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

REMIND_AFTER = dt.timedelta(days=7)  # a provider that has taken no step is reminded once; our own rule
CODE_DAYS = 90  # how long a tray that was handed on opens
MOST_OFFERS = 30
MOST_PROVIDERS = 10  # of one request


class State(TextChoices):
    WAITING = "waiting", _("Odottaa vahvistusta")
    SENT = "sent", _("Lähetetty")
    RECEIVED = "received", _("Otettu vastaan")
    CONTACTED = "contacted", _("Yhteyttä otettu")
    MET = "met", _("Tavattu")
    JOINED = "joined", _("Mukana toiminnassa")
    DECLINED = "declined", _("Ei voi ottaa mukaan")
    NO_CONTACT = "no_contact", _("Ei tavoitettu")
    ENDED = "ended", _("Päättynyt")


CONTACT, WELLBEING = "contact", "wellbeing"
OVER = frozenset({State.JOINED, State.DECLINED, State.NO_CONTACT, State.ENDED})


@dataclass(frozen=True)
class Step:
    before: State
    after: State
    kinds: frozenset[str]


_BOTH, _CONTACT, _WELLBEING = frozenset({CONTACT, WELLBEING}), frozenset({CONTACT}), frozenset({WELLBEING})

STEPS = (
    Step(State.SENT, State.RECEIVED, _BOTH),
    Step(State.SENT, State.DECLINED, _BOTH),
    Step(State.RECEIVED, State.CONTACTED, _CONTACT),
    Step(State.RECEIVED, State.NO_CONTACT, _BOTH),
    Step(State.RECEIVED, State.DECLINED, _CONTACT),
    Step(State.CONTACTED, State.JOINED, _CONTACT),
    Step(State.CONTACTED, State.DECLINED, _CONTACT),
    Step(State.CONTACTED, State.NO_CONTACT, _CONTACT),
    Step(State.RECEIVED, State.MET, _WELLBEING),
    Step(State.MET, State.JOINED, _WELLBEING),
    Step(State.MET, State.ENDED, _WELLBEING),
)
"""The steps that a provider or a link worker takes. From WAITING to SENT leads the resident's own confirmation."""


def next_states(state: str, kind: str) -> tuple[State, ...]:
    """Where the provider may take a request of the kind from a state."""
    return tuple(step.after for step in STEPS if step.before == state and kind in step.kinds)
