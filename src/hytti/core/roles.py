"""The roles, as described classes. A role says what it lets a person do; a grant says for whom and until when."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Role:
    """A set of rights with the kind of thing it is granted for: a body, an organisation or the whole region."""

    code: str
    label: str | Promise
    description: str | Promise
    scope: str  # "body", "organisation" or "region"
    rights: frozenset[str]


CONTENT_RIGHTS = frozenset(
    {
        "bodies.found",
        "bodies.edit",
        "bodies.close",
        "bodies.confirm",
        "memberships.edit",
        "documents.edit",
        "history.undo",
    }
)
FIGURE_RIGHTS = frozenset({"figures.load", "figures.publish", "indicators.edit"})
COEFFICIENT_RIGHTS = frozenset({"coefficient.answer", "coefficient.plan"})
PLAN_RIGHTS = frozenset(
    {
        "plans.edit",
        "plans.decide",
        "plans.read_drafts",
        "plans.comment",
        "plans.moderate",
        "plans.review",
        "duties.record",
        "reports.make",
    }
)
TRAY_RIGHTS = frozenset({"offers.write", "offers.moderate", "referrals.make"})

CONVENER = Role(
    code="convener",
    label=_("Verkoston vetäjä"),
    description=_("Pitää oman verkostonsa tiedot ja jäsenet ajan tasalla ja kertoo, miten sen toimenpiteet etenevät."),
    scope="body",
    rights=frozenset({"bodies.edit", "bodies.confirm", "memberships.edit", "history.undo", "plans.review"}),
)
COORDINATOR = Role(
    code="coordinator",
    label=_("Kunnan hyvinvointikoordinaattori"),
    description=_(
        "Kirjoittaa kunnan hyvinvointisuunnitelman ja -kertomuksen, vastaa kertoimen kysymyksiin ja tallentaa "
        "laskelmia, pitää ajan tasalla kunnan verkostot, jäsenet, asiakirjat ja tarjottimen ja ehdottaa kunnan omia "
        "lukuja."
    ),
    scope="organisation",
    rights=CONTENT_RIGHTS | COEFFICIENT_RIGHTS | PLAN_RIGHTS | TRAY_RIGHTS | {"figures.load"},
)
PARTNER = Role(
    code="partner",
    label=_("Toimenpiteen kumppani"),
    description=_("Kertoo, miten oman organisaation vastuulla olevat toimenpiteet etenevät."),
    scope="organisation",
    rights=frozenset({"plans.review"}),
)
PROVIDER = Role(
    code="provider",
    label=_("Palvelun tarjoaja"),
    description=_("Kirjoittaa oman organisaation tarjonnan tarjottimelle ja vastaa yhteydenottopyyntöihin."),
    scope="organisation",
    rights=frozenset({"offers.write", "requests.answer"}),
)
REFERRER = Role(
    code="referrer",
    label=_("Ohjaava ammattilainen"),
    description=_("Kokoaa asiakkaan kanssa tarjottimen ja tekee hyvinvointilähetteitä."),
    scope="organisation",
    rights=frozenset({"referrals.make"}),
)
LINK_WORKER = Role(
    code="link_worker",
    label=_("Linkkihenkilö"),
    description=_("Ottaa vastaan hyvinvointilähetteet ja auttaa asukkaan mukaan toimintaan."),
    scope="organisation",
    rights=frozenset({"referrals.make", "referrals.receive"}),
)
HYTE_UNIT = Role(
    code="hyte_unit",
    label=_("Hyte-yksikkö"),
    description=_(
        "Kirjoittaa alueen suunnitelmat, kommentoi kuntien suunnitelmia, pitää koko rekisterin sisällön ajan tasalla "
        "ja julkaisee alueen omat luvut ja kertoimen taulukot. Vastaa kertoimen kysymyksiin kuntien puolesta, "
        "tallentaa laskelmia ja pitää tarjottimen sisällön ja syötteet."
    ),
    scope="region",
    rights=CONTENT_RIGHTS
    | FIGURE_RIGHTS
    | COEFFICIENT_RIGHTS
    | PLAN_RIGHTS
    | TRAY_RIGHTS
    | {"coefficient.tables", "feeds.keep", "themes.edit"},
)
ADMINISTRATOR = Role(
    code="administrator",
    label=_("Pääkäyttäjä"),
    description=_("Hallitsee käyttäjiä, valtuuksia, alueen perustietoja ja omia lukuja."),
    scope="region",
    rights=frozenset({"users.manage", "region.edit", "audit.read", "feeds.keep"}) | FIGURE_RIGHTS,
)

ROLES: dict[str, Role] = {
    role.code: role
    for role in (CONVENER, COORDINATOR, PARTNER, PROVIDER, REFERRER, LINK_WORKER, HYTE_UNIT, ADMINISTRATOR)
}
