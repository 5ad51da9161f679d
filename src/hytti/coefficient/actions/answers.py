"""A municipality's answers to the yes-or-no items."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from hytti.core import changes, permissions
from hytti.methods.coefficient.rules import UnknownYear, rules

from ..models import MunicipalAnswer
from ..permissions import ANSWER

if TYPE_CHECKING:
    from hytti.core.models import Area, User

Answer = MunicipalAnswer.Answer


@transaction.atomic
def answer(
    *, by: User, municipality: Area, item: str, year: int, values: dict[str, Any], revision: int | None = None
) -> MunicipalAnswer:
    """Say what the municipality does about an item; a "yes" names the document that shows it.

    values: answer, document, address. Raises NotAllowed for another municipality, EditConflict, and ValidationError
    for an item that the year's rules do not have, an answer that is none, and a "yes" without its document.
    """
    permissions.require(by, ANSWER, municipality)
    if item not in _items(year):
        raise ValidationError(_("Tätä kohtaa ei ole rahoitusvuoden säännöissä."))
    if values.get("answer") == Answer.YES and not values.get("document"):
        raise ValidationError({"document": _("Nimeä asiakirja, josta asian voi todeta.")})
    key = {"municipality": municipality, "item": item, "funding_year": year}
    record = MunicipalAnswer.objects.filter(**key).first() or MunicipalAnswer(**key)
    given = {name: values.get(name, "") for name in ("answer", "document", "address")}
    given |= {"answered_by": by, "answered_on": timezone.localdate()}
    return changes.apply(
        record,
        given,
        by=by,
        verb="coefficient.answered",
        subject=municipality,
        revision=revision if record.pk else None,
    )


def _items(year: int) -> set[str]:
    try:
        found = rules("municipality", year).indicators
    except UnknownYear:
        return set()
    return {one.key for one in found if one.half == "process"}
