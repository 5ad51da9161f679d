"""Seats and who sits in them."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _

from hytti.core.models import Organisation, Person, Provenance
from hytti.core.models.provenance import ProvenanceQuerySet

from .bodies import Body

if TYPE_CHECKING:
    from typing import Self


class SeatRole(models.TextChoices):
    CHAIR = "chair", _("puheenjohtaja")
    VICE_CHAIR = "vice_chair", _("varapuheenjohtaja")
    MEMBER = "member", _("jäsen")
    SECRETARY = "secretary", _("sihteeri")
    PRESENTER = "presenter", _("esittelijä")
    CONVENER = "convener", _("vetäjä")
    EXPERT = "expert", _("asiantuntija")
    HEAD = "head", _("johtaja")
    COORDINATOR = "coordinator", _("koordinaattori")


class Post(Provenance):
    """A seat or an office that exists whether or not its holder is known (Popolo: Post)."""

    slug = models.SlugField(max_length=160, unique=True)
    body = models.ForeignKey(
        Body, on_delete=models.CASCADE, null=True, blank=True, related_name="posts", verbose_name=_("toimielin")
    )
    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="posts",
        verbose_name=_("organisaatio"),
    )
    role = models.CharField(_("tehtävä"), max_length=20, choices=SeatRole, default=SeatRole.MEMBER)
    title_fi = models.CharField(_("nimike"), max_length=200)
    title_sv = models.CharField(max_length=200, blank=True)
    title_en = models.CharField(max_length=200, blank=True)
    group_fi = models.CharField(_("ryhmä"), max_length=120, blank=True)
    group_sv = models.CharField(max_length=120, blank=True)
    group_en = models.CharField(max_length=120, blank=True)
    represents_body = models.ForeignKey(
        Body,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="represented_by_posts",
        verbose_name=_("edustaa verkostoa"),
    )
    represents_organisation = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="represented_by_posts",
        verbose_name=_("edustaa organisaatiota"),
    )
    seats = models.PositiveSmallIntegerField(_("paikkoja"), default=1)
    personal_deputies = models.BooleanField(_("henkilökohtainen varajäsen"), default=False)
    order = models.PositiveSmallIntegerField(default=0)

    objects = ProvenanceQuerySet.as_manager()

    class Meta:
        ordering = ["order", "title_fi"]
        verbose_name = _("paikka")
        verbose_name_plural = _("paikat")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(body__isnull=False, organisation__isnull=True)
                | models.Q(body__isnull=True, organisation__isnull=False),
                name="post_one_place",
            ),
            models.CheckConstraint(condition=models.Q(seats__gte=1), name="post_has_seats"),
        ]

    def __str__(self) -> str:
        return self.title_fi


class MembershipQuerySet(ProvenanceQuerySet):
    def on(self, day: dt.date) -> Self:
        return self.filter(models.Q(start__isnull=True) | models.Q(start__lte=day)).filter(
            models.Q(end__isnull=True) | models.Q(end__gte=day)
        )

    def ended_by(self, day: dt.date) -> Self:
        return self.filter(end__lt=day)


class Membership(Provenance):
    """A person in a body for a time, in a role, on behalf of a network or an organisation."""

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="memberships", verbose_name=_("toimielin"))
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="memberships", verbose_name=_("henkilö"))
    post = models.ForeignKey(
        Post, on_delete=models.SET_NULL, null=True, blank=True, related_name="memberships", verbose_name=_("paikka")
    )
    role = models.CharField(_("tehtävä"), max_length=20, choices=SeatRole, default=SeatRole.MEMBER)
    deputy_for = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="deputies",
        verbose_name=_("henkilökohtainen varajäsen jäsenelle"),
    )
    represents_body = models.ForeignKey(
        Body,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="represented_by",
        verbose_name=_("edustaa verkostoa"),
    )
    represents_organisation = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="represented_by",
        verbose_name=_("edustaa organisaatiota"),
    )
    start = models.DateField(_("alkaa"), null=True, blank=True)
    end = models.DateField(_("päättyy"), null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        ordering = ["body", "start", "pk"]
        verbose_name = _("jäsenyys")
        verbose_name_plural = _("jäsenyydet")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(start__isnull=True)
                | models.Q(end__isnull=True)
                | models.Q(end__gte=models.F("start")),
                name="membership_ends_after_start",
                violation_error_message=_("Jäsenyys päättyy ennen kuin se alkaa."),
            ),
            models.CheckConstraint(
                condition=models.Q(deputy_for__isnull=True) | ~models.Q(deputy_for=models.F("id")),
                name="membership_not_own_deputy",
                violation_error_message=_("Jäsen ei voi olla oma varajäsenensä."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()} {self.pk}"
