"""Founding a plan, changing its own facts, and removing a draft."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from hytti.core import audit, changes, search
from hytti.core.permissions import NotNow, require
from hytti.core.plain_text import cleaned

from ..findable import reindex_parts
from ..models import Plan
from ..rules import states
from .rules import changed_fields, refuse_circle, require_changeable

if TYPE_CHECKING:
    from django.db.models import Model

    from hytti.core.models import Organisation, User

FACTS = (
    "kind", "parent", "duty", "title_fi", "title_sv", "title_en", "starts", "ends", "address", "document",
    "about_fi", "about_sv", "about_en", "case_number",
)  # fmt: skip


@transaction.atomic
def found(*, by: User, organisation: Organisation, values: dict[str, Any]) -> Plan:
    """Begin a draft. values: fields of FACTS. Raises NotAllowed and ValidationError."""
    require(by, "plans.edit", organisation)
    values = cleaned(Plan, {name: values[name] for name in FACTS if name in values})
    slug = free_slug(Plan, f"{organisation.slug} {values.get('title_fi', '')}")
    record = Plan(slug=slug, organisation=organisation, state=Plan.State.DRAFT)
    return changes.apply(record, values, by=by, verb="plans.founded")


@transaction.atomic
def edit(plan: Plan, values: dict[str, Any], *, by: User, revision: int | None = None) -> Plan:
    """Change a plan's own facts while it is written; what a source did not tell of one may be added later too.

    Raises NotAllowed, NotNow, ValidationError, EditConflict.
    """
    plan = changes.lock(plan)
    require(by, "plans.edit", plan)
    values = cleaned(Plan, {name: values[name] for name in FACTS if name in values})
    require_changeable(plan, plan, changed_fields(plan, values))
    if "parent" in values:
        refuse_circle(plan, "parent", values["parent"])
    edited = changes.apply(plan, values, by=by, verb="plans.edited", revision=revision)
    transaction.on_commit(lambda: reindex_parts(edited))  # each is found with the title of its plan
    return edited


@transaction.atomic
def remove(plan: Plan, *, by: User) -> None:
    """Remove a draft that was written here and that nothing follows. Raises NotAllowed and NotNow."""
    plan = changes.lock(plan)
    require(by, "plans.edit", plan)
    if plan.state != states.State.DRAFT or plan.pack_key:
        raise NotNow(_("Vain luonnoksen voi poistaa."))
    if plan.parts.exists() or plan.replaced_by.exists():
        raise NotNow(_("Luonnoksella on osia tai uudempi versio. Poista ensin ne."))
    audit.record(by, "plans.removed", plan)
    search.remove(plan)
    plan.delete()


def free_slug(model: type[Model], text: str) -> str:
    """A slug of the text that nothing has yet."""
    stem = slugify(text.replace("ä", "a").replace("ö", "o").replace("å", "a"))[:120] or "suunnitelma"
    slug, number = stem, 1
    while model._default_manager.filter(slug=slug).exists():
        number += 1
        slug = f"{stem}-{number}"
    return slug
