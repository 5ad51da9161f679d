"""Where a record comes from and when somebody last vouched for it."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from typing import Self

PARTIAL_DATE = r"^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$"
CONFIRMATION_LASTS = dt.timedelta(days=365)


def validate_partial_date(value: str) -> None:
    """Raise ValidationError for what is no day, month or year of the calendar."""
    try:
        if not re.fullmatch(PARTIAL_DATE, value):
            raise ValueError(value)
        dt.date.fromisoformat((value + "-01-01")[:10])
    except ValueError:
        raise ValidationError(_("Päivä kirjoitetaan muodossa 2023, 2023-07 tai 2023-07-31.")) from None


class PartialDateField(models.CharField):
    """A date as exactly as it is known: 2023, 2023-07 or 2023-07-31 (reduced precision of ISO 8601)."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["max_length"] = 10
        kwargs.setdefault("blank", True)
        kwargs.setdefault("default", "")
        super().__init__(*args, **kwargs)
        self.validators.append(validate_partial_date)


class Source(models.Model):
    """A document, page or dataset that a record's content was taken from."""

    key = models.SlugField(_("tunnus"), max_length=80, unique=True)
    title_fi = models.CharField(_("nimi"), max_length=300)
    title_sv = models.CharField(max_length=300, blank=True)
    title_en = models.CharField(max_length=300, blank=True)
    publisher = models.CharField(_("julkaisija"), max_length=200, blank=True)
    address = models.URLField(_("osoite"), max_length=500, blank=True)
    as_of = PartialDateField(_("tiedon päivä"))
    licence = models.CharField(_("lisenssi"), max_length=120, blank=True)
    note_fi = models.TextField(_("huomautus"), blank=True)
    note_sv = models.TextField(blank=True)
    note_en = models.TextField(blank=True)
    pack_values = models.JSONField(default=dict, blank=True, editable=False)

    class Meta:
        ordering = ["title_fi"]
        verbose_name = _("tietolähde")
        verbose_name_plural = _("tietolähteet")

    def __str__(self) -> str:
        return self.title_fi


class Confirmation(models.TextChoices):
    CONFIRMED = "confirmed", _("Vahvistettu")
    LATE = "late", _("Vahvistus myöhässä")
    UNCONFIRMED = "unconfirmed", _("Vahvistamatta")


class ProvenanceQuerySet(models.QuerySet[Any]):
    def confirmed_since(self, day: dt.date) -> Self:
        return self.filter(confirmed_on__gte=day)

    def with_confirmation(self, *states: str, today: dt.date | None = None) -> Self:
        """Records whose confirmation is in one of the named states."""
        limit = (today or timezone.localdate()) - CONFIRMATION_LASTS
        rules = {
            Confirmation.CONFIRMED: models.Q(confirmed_on__gte=limit),
            Confirmation.LATE: models.Q(confirmed_on__lt=limit),
            Confirmation.UNCONFIRMED: models.Q(confirmed_on__isnull=True),
        }
        chosen = models.Q(pk__in=[])
        for state in states:
            chosen |= rules[Confirmation(state)]
        return self.filter(chosen)

    def not_confirmed_for_a_year(self, today: dt.date | None = None) -> Self:
        """Nobody has confirmed it, and its source is not fresh either, for over a year."""
        limit = (today or timezone.localdate()) - CONFIRMATION_LASTS
        stale_source = models.Q(as_of="") | models.Q(as_of__lt=limit.isoformat())
        return self.filter(models.Q(confirmed_on__lt=limit) | (models.Q(confirmed_on__isnull=True) & stale_source))


class Provenance(models.Model):
    """Mixed into every record: its source, the date of the data, its confirmation, its place in the region pack.

    `pack_key` names the pack row the record came from (empty: a person made it here). `pack_values` holds what
    the pack last said, so that a later load can tell a person's edit from an old pack value.
    `revision` grows at every change and stops two people from overwriting each other.
    """

    source = models.ForeignKey(
        Source, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("lähde")
    )
    as_of = PartialDateField(_("tiedon päivä"))
    confirmed_on = models.DateField(_("vahvistettu"), null=True, blank=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("vahvistaja"),
    )
    pack_key = models.CharField(max_length=200, null=True, blank=True, unique=True, editable=False)
    pack_values = models.JSONField(default=dict, blank=True, editable=False)
    revision = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        abstract = True

    def confirmation(self, today: dt.date | None = None) -> Confirmation:
        if self.confirmed_on is None:
            return Confirmation.UNCONFIRMED
        limit = (today or timezone.localdate()) - CONFIRMATION_LASTS
        return Confirmation.CONFIRMED if self.confirmed_on >= limit else Confirmation.LATE
