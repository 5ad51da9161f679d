"""Who signs in and what they were granted."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..roles import ROLES, Role

if TYPE_CHECKING:
    from typing import Self


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(email__iexact=username)


class User(AbstractBaseUser):
    """A person who signs in with an e-mail address. Rights come from grants alone."""

    email = models.EmailField(_("sähköposti"), max_length=254)
    name = models.CharField(_("nimi"), max_length=150, blank=True)
    is_active = models.BooleanField(_("käytössä"), default=True)
    is_demo = models.BooleanField(default=False, editable=False)
    date_joined = models.DateTimeField(default=timezone.now, editable=False)

    objects = UserManager()

    EMAIL_FIELD = "email"
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        ordering = ["email"]
        verbose_name = _("käyttäjä")
        verbose_name_plural = _("käyttäjät")
        constraints = [models.UniqueConstraint(Lower("email"), name="user_email_unique")]

    def __str__(self) -> str:
        return self.name or self.email

    def current_grants(self) -> list[Grant]:
        """The grants in force today, fetched once for each request's user."""
        if not hasattr(self, "_current_grants"):
            self._current_grants = list(self.grants.in_force(timezone.localdate()).select_related("content_type"))
        return self._current_grants


class GrantQuerySet(models.QuerySet["Grant"]):
    def in_force(self, day: dt.date) -> Self:
        return self.filter(valid_from__lte=day).filter(models.Q(valid_to__isnull=True) | models.Q(valid_to__gte=day))


class Grant(models.Model):
    """A role given to a user for an organisation, a body or the whole region, for a time."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="grants", verbose_name=_("käyttäjä"))
    role = models.CharField(_("rooli"), max_length=40, choices=[(role.code, role.label) for role in ROLES.values()])
    content_type = models.ForeignKey(ContentType, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    object_id = models.PositiveBigIntegerField(null=True, blank=True)
    scope = GenericForeignKey("content_type", "object_id")
    valid_from = models.DateField(_("alkaa"), default=timezone.localdate)
    valid_to = models.DateField(_("päättyy"), null=True, blank=True)

    objects = GrantQuerySet.as_manager()

    class Meta:
        ordering = ["user", "role", "valid_from"]
        verbose_name = _("valtuus")
        verbose_name_plural = _("valtuudet")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(valid_to__isnull=True) | models.Q(valid_to__gte=models.F("valid_from")),
                name="grant_ends_after_start",
            ),
            models.CheckConstraint(
                condition=models.Q(content_type__isnull=True, object_id__isnull=True)
                | models.Q(content_type__isnull=False, object_id__isnull=False),
                name="grant_scope_whole",
            ),
            models.UniqueConstraint(
                fields=["user", "role", "content_type", "object_id", "valid_from"],
                condition=models.Q(object_id__isnull=False),
                name="grant_scoped_once",
            ),
            models.UniqueConstraint(
                fields=["user", "role", "valid_from"],
                condition=models.Q(object_id__isnull=True),
                name="grant_regional_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role} {self.pk or ''}".strip()

    @property
    def described(self) -> Role:
        return ROLES[self.role]
