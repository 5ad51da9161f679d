"""Who may sign in to try the service out: the demo accounts, and what each is for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.db import models


@dataclass(frozen=True)
class SignIn:
    """A line of the greeting: with what to sign in, and as whom."""

    email: str
    password: str
    role: str


def sign_ins() -> list[SignIn]:
    """Make the demo accounts, the made-up offers and plan that are missing, and say how to sign in with each."""
    from django.utils import translation

    from hytti.core.demo import make_demo_accounts
    from hytti.core.models import Organisation, User
    from hytti.core.roles import COORDINATOR, HYTE_UNIT, PARTNER, PROVIDER
    from hytti.plans.demo import make_demo_plan
    from hytti.tray.demo import demo_provider, make_demo_offers

    scopes = demo_scopes()
    with translation.override("en"):
        keeper = next(one for one in make_demo_accounts(scopes) if one.role is HYTE_UNIT)
        make_demo_offers(User.objects.get(email=keeper.email))
        association = demo_provider()
        scopes |= {PROVIDER.code: association, PARTNER.code: association}
        accounts = make_demo_accounts(scopes)
        municipality = scopes.get(COORDINATOR.code)
        writer = next((one for one in accounts if one.role is COORDINATOR), None)
        if writer is not None and isinstance(municipality, Organisation):
            make_demo_plan(municipality, User.objects.get(email=writer.email), partner=association)
        return [
            SignIn(account.email, account.password, _described(account.role.label, scopes.get(account.role.code)))
            for account in accounts
        ]


def demo_scopes() -> dict[str, models.Model]:
    """By role, what its demo account looks after: the centre's municipality, and the pack's first network.

    Chosen by keys that people do not edit, so that a later start chooses the same.
    """
    from hytti.core.models import Organisation, Region
    from hytti.core.roles import CONVENER, COORDINATOR, LINK_WORKER, REFERRER
    from hytti.structures.models import Body

    region = Region.objects.select_related("centre", "organisation").order_by("pk").first()
    municipality = Organisation.objects.filter(
        kind=Organisation.Kind.MUNICIPALITY, area=region.centre if region else None
    ).first()
    network = Body.objects.filter(kind=Body.Kind.NETWORK, pack_key__isnull=False).order_by("pack_key").first()
    county = region.organisation if region else None
    chosen = {
        COORDINATOR.code: municipality,
        CONVENER.code: network,
        REFERRER.code: county,
        LINK_WORKER.code: county,
    }
    return {code: record for code, record in chosen.items() if record is not None}


def _described(label: object, scope: models.Model | None) -> str:
    return f"{label} ({scope})" if scope is not None else str(label)
