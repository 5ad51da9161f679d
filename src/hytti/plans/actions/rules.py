"""What may be written now, and what the database cannot see by itself."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.utils.html import strip_tags
from django.utils.translation import gettext as _

from hytti.core.forms.fields import readable
from hytti.core.permissions import NotNow

from ..rules import states

if TYPE_CHECKING:
    from django.db import models

    from ..models import Plan

BLOCK = re.compile(r"</(p|div|li|h[1-6]|tr)\s*>|<br\s*/?>", re.IGNORECASE)
NOT_TEXT = re.compile(r"<!--.*?-->|<(style|script|xml|o:p)\b.*?</\1\s*>", re.IGNORECASE | re.DOTALL)
TAG = re.compile(r"</?[a-z][^<>]*>", re.IGNORECASE)
CHAIN = 100  # steps after which a chain of records is taken for a circle


def require_writable(plan: Plan) -> None:
    """Raise NotNow, in plain words, where the plan's texts no longer change."""
    if plan.state in states.WRITABLE:
        return
    if plan.state == states.State.PROPOSED:
        raise NotNow(_("Suunnitelma on esitetty hyväksyttäväksi. Palauta se valmisteluun, jos tekstiä pitää muuttaa."))
    if plan.state in states.COMPLETABLE:
        raise NotNow(_("Suunnitelma on luettu lähteestä. Puuttuvia tietoja voi lisätä, mutta tekstiä ei vaihdeta."))
    raise NotNow(_("Hyväksytty teksti ei muutu. Tee muutoksesta uusi versio."))


def require_addable(plan: Plan) -> None:
    """Raise NotNow where nothing new may be added either."""
    if plan.state not in states.COMPLETABLE:
        require_writable(plan)


def cleaned(values: dict[str, Any]) -> dict[str, Any]:
    """The values with their texts as plain text: what a word processor or a page pastes along is left out."""
    return {name: plain(value) if isinstance(value, str) else value for name, value in values.items()}


def plain(text: str) -> str:
    """The text without markup, soft hyphens and unseen marks; paragraphs are kept."""
    if "<" in text and TAG.search(text):
        text = strip_tags(BLOCK.sub("\n", NOT_TEXT.sub("", text)))
        text = html.unescape(text)
    text = text.replace("\u00ad", "").replace("\u00a0", " ").replace("\ufeff", "")
    return readable(text, lines="\n" in text)


def refuse_circle(record: models.Model, field: str, target: models.Model | None) -> None:
    """Raise ValidationError where following `field` from the target leads back to the record."""
    at: Any = target
    for _step in range(CHAIN):
        if at is None:
            return
        if record.pk is not None and at.pk == record.pk:
            break
        at = getattr(at, field)
    raise ValidationError({field: _("Linkki palaa takaisin tähän itseensä.")})
