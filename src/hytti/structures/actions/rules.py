"""Rules that reach over more than one record, or that depend on who is asking."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils.translation import gettext as _

from hytti.core import audit
from hytti.core.permissions import NotNow, allows, organisations_within

from .. import permissions
from ..models import Body, Document

if TYPE_CHECKING:
    from django.db import models

    from hytti.core.models import User

BODY_FIELDS = frozenset(
    {
        "kind",
        "name_fi",
        "name_sv",
        "name_en",
        "also_known_as",
        "purpose_fi",
        "purpose_sv",
        "purpose_en",
        "composition_fi",
        "composition_sv",
        "composition_en",
        "organisation",
        "parent",
        "proposed_by",
        "appointed_by",
        "appointment_verb",
        "appointment_basis",
        "presented_by",
        "convener",
        "theme",
        "other_themes",
        "municipalities",
        "founded",
        "term_fi",
        "term_sv",
        "term_en",
        "term_start",
        "term_end",
        "source",
        "as_of",
    }
)
MEMBERSHIP_FIELDS = frozenset(
    {"post", "role", "deputy_for", "represents_body", "represents_organisation", "start", "end", "source", "as_of"}
)
DOCUMENT_FIELDS = frozenset(
    {
        "kind",
        "title_fi",
        "title_sv",
        "title_en",
        "organisation",
        "body",
        "theme",
        "period_start",
        "period_end",
        "address",
        "state",
        "approved",
        "people",
        "people_until",
        "is_guiding",
        "source",
        "as_of",
    }
)


def require_known(values: dict[str, Any], known: frozenset[str]) -> None:
    """Raise ValueError where a caller tries to set a field that is never edited by hand."""
    unknown = values.keys() - known
    if unknown:
        raise ValueError(f"not edited by hand: {', '.join(sorted(unknown))}")


def require_working(body: Body) -> None:
    """Raise NotNow where the body is closed."""
    if body.closed_on is not None:
        raise NotNow(_("Verkosto on lakkautettu. Lakkautuksen voi kumota historiasta."))


def changed_fields(record: Any, values: dict[str, Any]) -> set[str]:
    """The names of the values that differ from what the record holds."""
    before = audit.state_of(record, values)
    changed = set()
    for name, value in values.items():
        if record._meta.get_field(name).many_to_many:
            same = before[name] == audit.keys_of(value)
        else:
            field = record._meta.get_field(name)
            same = getattr(record, field.attname) == getattr(value, "pk", value)
        if not same:
            changed.add(name)
    return changed


def check_body(body: Body, values: dict[str, Any]) -> None:
    """A body's parents work and never lead back to it, and its name is alone in its theme."""
    changed = changed_fields(body, values)
    faults = {}
    parent = values.get("parent")
    if "parent" in changed and parent is not None:
        if _leads_to(parent, body):
            faults["parent"] = _("Toimielin ei voi kuulua itseensä tai omaan alaryhmäänsä.")
        elif parent.closed_on is not None:
            faults["parent"] = _("Toimielin on lakkautettu. Valitse toimiva.")
    if changed & {"name_fi", "theme", "closed_on"} and _name_taken(body, values):
        faults["name_fi"] = _("Teemassa on jo samanniminen verkosto.")
    if faults:
        raise ValidationError(faults)


def _leads_to(start: Body, body: Body) -> bool:
    seen: set[int] = set()
    node: Body | None = start
    while node is not None and node.pk not in seen:
        if node.pk == body.pk:
            return True
        seen.add(node.pk)
        node = node.parent
    return False


def _name_taken(body: Body, values: dict[str, Any]) -> bool:
    """Compared here too, because SQLite folds only the letters of English."""
    theme = values.get("theme", body.theme)
    if theme is None or values.get("closed_on", body.closed_on) is not None:
        return False
    name = values.get("name_fi", body.name_fi).casefold()
    others = theme.bodies.working().exclude(pk=body.pk).values_list("name_fi", flat=True)
    return any(other.casefold() == name for other in others)


def check_placing(by: User, right: str, record: Body | Document, values: dict[str, Any]) -> None:
    """Nobody moves a record into or out of another's hands, or speaks for a body that is not theirs."""
    kept = permissions.kept_from(by, right, record if record.pk else None)
    if not kept:
        return
    changed = changed_fields(record, values)
    faults = {name: _("Tämän voi muuttaa vain hyte-yksikkö.") for name in changed & kept}
    checks = _document_faults if isinstance(record, Document) else _body_faults
    faults |= {name: text for name, text in checks(by, values).items() if name in changed - kept}
    if faults:
        raise ValidationError(faults)


def _body_faults(by: User, values: dict[str, Any]) -> dict[str, str]:
    faults = {}
    own = list(organisations_within(by, "bodies.edit"))
    convener, parent, areas = values.get("convener"), values.get("parent"), values.get("municipalities")
    if convener is not None and convener not in own:
        faults["convener"] = _("Vetovastuun voi antaa toiselle organisaatiolle vain hyte-yksikkö.")
    if parent is not None and not allows(by, "bodies.edit", parent):
        faults["parent"] = _("Ryhmän voi siirtää vain oman verkoston alle.")
    if areas and not {organisation.area_id for organisation in own} & set(audit.keys_of(areas)):
        faults["municipalities"] = _("Oman kunnan pitää olla mukana.")
    return faults


def _document_faults(by: User, values: dict[str, Any]) -> dict[str, str]:
    faults = {}
    organisation, body = values.get("organisation"), values.get("body")
    if organisation is not None and not allows(by, "documents.edit", organisation):
        faults["organisation"] = _("Asiakirjan voi lisätä vain omalle organisaatiolle.")
    if body is not None and not allows(by, "bodies.edit", body):
        faults["body"] = _("Asiakirjan voi liittää vain omaan toimielimeen tai verkostoon.")
    return faults


def check_reach(by: User, right: str, record: models.Model, values: dict[str, Any]) -> None:
    """After the change the record is still within the person's reach. Raises ValidationError otherwise."""
    if allows(by, right, record):
        return
    text = _("Muutoksen jälkeen tieto ei enää kuuluisi omaan kuntaan tai verkostoon. Siirron tekee hyte-yksikkö.")
    field = next((name for name in ("convener", "municipalities", "organisation", "parent") if name in values), None)
    raise ValidationError({field or NON_FIELD_ERRORS: text})
