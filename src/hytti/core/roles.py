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

CONVENER = Role(
    code="convener",
    label=_("Verkoston vetäjä"),
    description=_("Pitää oman verkostonsa tiedot ja jäsenet ajan tasalla ja vahvistaa ne."),
    scope="body",
    rights=frozenset({"bodies.edit", "bodies.confirm", "memberships.edit", "history.undo"}),
)
COORDINATOR = Role(
    code="coordinator",
    label=_("Kunnan hyvinvointikoordinaattori"),
    description=_("Pitää ajan tasalla oman kunnan verkostot, jäsenet ja asiakirjat ja ehdottaa kunnan omia lukuja."),
    scope="organisation",
    rights=CONTENT_RIGHTS | COEFFICIENT_RIGHTS | {"figures.load"},
)
HYTE_UNIT = Role(
    code="hyte_unit",
    label=_("Hyte-yksikkö"),
    description=_("Pitää koko rekisterin sisällön ajan tasalla ja julkaisee alueen omat luvut."),
    scope="region",
    rights=CONTENT_RIGHTS | FIGURE_RIGHTS | COEFFICIENT_RIGHTS | {"coefficient.tables"},
)
ADMINISTRATOR = Role(
    code="administrator",
    label=_("Pääkäyttäjä"),
    description=_("Hallitsee käyttäjiä, valtuuksia, alueen perustietoja ja omia lukuja."),
    scope="region",
    rights=frozenset({"users.manage", "region.edit", "audit.read"}) | FIGURE_RIGHTS,
)

ROLES: dict[str, Role] = {role.code: role for role in (CONVENER, COORDINATOR, HYTE_UNIT, ADMINISTRATOR)}
