"""The kinds of audit event in plain words. Rooms add their own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.utils.functional import Promise

_verbs: dict[str, str | Promise] = {
    "account.created": _("Tunnus luotu"),
    "user.created": _("Tunnus luotu"),
    "account.renamed": _("Nimi vaihdettu"),
    "account.link_sent": _("Salasanalinkki lähetetty"),
    "account.link_shown": _("Salasanalinkki näytetty pääkäyttäjälle"),
    "account.deactivated": _("Tunnus poistettu käytöstä"),
    "account.reactivated": _("Tunnus palautettu käyttöön"),
    "account.deleted": _("Tunnus poistettu"),
    "account.password_changed": _("Salasana vaihdettu"),
    "account.codes_on": _("Koodisovellus otettu käyttöön"),
    "account.codes_off": _("Koodisovellus poistettu käytöstä"),
    "account.recovery_codes_made": _("Varakoodit luotu"),
    "account.key_added": _("Pääsyavain lisätty"),
    "account.key_removed": _("Pääsyavain poistettu"),
    "grant.given": _("Valtuus annettu"),
    "grant.ended": _("Valtuus päätetty"),
    "names.removed": _("Henkilöiden nimet poistettu, kun muutoksenhakuaika päättyi"),
    "region.edited": _("Alueen perustietoja muutettu"),
}


def name_verbs(words: Mapping[str, str | Promise]) -> None:
    """Add a room's verbs; called from its app's ready()."""
    _verbs.update(words)


def verb_label(verb: str) -> str:
    """The verb in the reader's language; the bare code where nobody has named it."""
    return str(_verbs.get(verb, verb))
