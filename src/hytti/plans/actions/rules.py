"""What may be written now, and what the database cannot see by itself."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

from hytti.core import audit
from hytti.core.forms.fields import readable
from hytti.core.permissions import NotNow

from ..rules import states

if TYPE_CHECKING:
    from ..models import Plan

# Each pattern stops at the next mark of its own kind, so that no text is read over and over.
NOT_TEXT = re.compile(
    r"<!--(?:(?!<!--).)*?-->|<(style|script|xml)\b(?:(?!<\1\b).)*?</\1\s*>", re.IGNORECASE | re.DOTALL
)
BLOCK = re.compile(r"</(?:p|div|li|h[1-6]|tr)\s*>|<br\s*/?>", re.IGNORECASE)
ELEMENTS = (
    "a|abbr|article|b|big|blockquote|body|br|center|cite|code|col|colgroup|dd|del|div|dl|dt|em|font|footer|h[1-6]|head|"
    "header|hr|html|i|img|ins|li|link|main|meta|ol|p|pre|q|s|script|section|small|span|strike|strong|style|sub|sup|"
    "table|tbody|td|tfoot|th|thead|title|tr|tt|u|ul|xml|[a-z][a-z0-9]*:[a-z][a-z0-9]*"
)
TAG = re.compile(rf"</?(?:{ELEMENTS})(?=[\s/>])[^<>]*>|<[!?][^<>]*>", re.IGNORECASE)
MARKS = {
    **dict.fromkeys((0x00, 0xAD, 0x200B, 0x2060, 0xFEFF)),  # not seen: end of a string, soft hyphen, zero widths
    **dict.fromkeys((0x0B, 0x0C, 0x2028, 0x2029), "\n"),  # a word processor's own line breaks
    0xA0: " ",
    0xF0B7: "•",  # the bullet of the Symbol font
}
PLACES = {"priority", "parent", "goal", "worry", "order"}
TIMES_TOO_LONG = 10  # a text this many times longer than fits is refused as it is
CHAIN = 100  # steps after which a chain of records is taken for a circle


def require_writable(plan: Plan) -> None:
    """Raise NotNow, in plain words, where the plan's texts no longer change."""
    if plan.state in states.WRITABLE:
        return
    if plan.state == states.State.PROPOSED:
        raise NotNow(_("Suunnitelma on esitetty hyväksyttäväksi. Palauta se valmisteluun, jos tekstiä pitää muuttaa."))
    if may_complete(plan):
        raise NotNow(_("Suunnitelma on luettu lähteestä. Puuttuvia tietoja voi lisätä, mutta tekstiä ei vaihdeta."))
    raise NotNow(_("Hyväksytty teksti ei muutu. Tee muutoksesta uusi versio."))


def may_complete(plan: Plan) -> bool:
    """Is the plan known from a source alone, decided elsewhere? What the source did not tell may be added to it."""
    return plan.pack_key is not None and plan.state in states.FOLLOWED and not plan.state_changes.exists()


def require_addable(plan: Plan) -> None:
    """Raise NotNow where nothing new may be added either."""
    if not may_complete(plan):
        require_writable(plan)


def require_changeable(plan: Plan, record: Any, changed: set[str]) -> None:
    """Raise NotNow where these fields of the plan, or of a record of it, do not change now."""
    told_by_source = record.pack_key is not None and any(
        name in PLACES or record.pack_values.get(name) not in (None, "", []) for name in changed
    )
    if told_by_source or not may_complete(plan):
        require_writable(plan)


def changed_fields(record: models.Model, values: dict[str, Any]) -> set[str]:
    """The names of the values that differ from what the record holds."""
    changed = set()
    for name, value in values.items():
        field: Any = record._meta.get_field(name)
        if field.many_to_many:
            same = audit.state_of(record, [name])[name] == audit.keys_of(value)
        else:
            same = getattr(record, field.attname) == getattr(value, "pk", value)
        if not same:
            changed.add(name)
    return changed


def cleaned(model: type[models.Model], values: dict[str, Any]) -> dict[str, Any]:
    """The values with their texts as plain text: what a word processor or a page pastes along is left out.

    A name is one line. A text that is far too long stays as it is: it will be refused with its length.
    """
    return {
        name: _plain_for(model._meta.get_field(name), value) if isinstance(value, str) else value
        for name, value in values.items()
    }


def _plain_for(field: Any, text: str) -> str:
    if field.max_length and len(text) > TIMES_TOO_LONG * field.max_length:
        return text
    return plain(text) if isinstance(field, models.TextField) else " ".join(plain(text).split())


def plain(text: str) -> str:
    """The text without markup, soft hyphens and unseen marks; paragraphs are kept."""
    if TAG.search(text):
        text = NOT_TEXT.sub("", text)
        if BLOCK.search(text):
            text = BLOCK.sub("\n", " ".join(text.split()))
        text = html.unescape(TAG.sub("", text))
    text = readable(text.translate(MARKS), lines=True)
    return re.sub(r"\n{3,}", "\n\n", "\n".join(line.strip(" ") for line in text.split("\n")))


def refuse_circle(record: models.Model, field: str, target: models.Model | None) -> None:
    """Raise ValidationError where following `field` from the target leads back to the record."""
    stored = type(record)._default_manager
    at = target and target.pk
    for _step in range(CHAIN):
        if at is None:
            return
        if at == record.pk:
            break
        at = stored.filter(pk=at).values_list(field, flat=True).first()
    raise ValidationError({field: _("Linkki palaa takaisin tähän itseensä.")})
