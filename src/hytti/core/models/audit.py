"""Who did what, when and why. Rows are only ever added."""

from __future__ import annotations

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.translation import gettext_lazy as _


class AuditEventQuerySet(models.QuerySet["AuditEvent"]):
    def about(self, record: models.Model) -> AuditEventQuerySet:
        content_type = ContentType.objects.get_for_model(record, for_concrete_model=True)
        return self.filter(content_type=content_type, object_id=record.pk)


class AuditEvent(models.Model):
    """One change: its doer, its kind, the record, the reason, and each changed field with its old and new value.

    `subject` is the record whose history page shows the event (a membership's change belongs to its body).
    The database refuses to change or delete a row; only the doer may be let go when the account is removed.
    """

    at = models.DateTimeField(_("aika"), auto_now_add=True, db_index=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("tekijä")
    )
    verb = models.CharField(_("tapahtuma"), max_length=60)
    content_type = models.ForeignKey(ContentType, on_delete=models.PROTECT, null=True, related_name="+")
    object_id = models.PositiveBigIntegerField(null=True)
    subject_type = models.ForeignKey(ContentType, on_delete=models.PROTECT, null=True, related_name="+")
    subject_id = models.PositiveBigIntegerField(null=True)
    label = models.CharField(_("kohde"), max_length=300)
    reason = models.TextField(_("perustelu"), blank=True)
    changes = models.JSONField(_("muutokset"), default=dict)
    undoes = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="undone_by")

    objects = AuditEventQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("tapahtuma")
        verbose_name_plural = _("tapahtumat")
        indexes = [
            models.Index(fields=["content_type", "object_id"], name="audit_object"),
            models.Index(fields=["subject_type", "subject_id"], name="audit_subject"),
        ]

    def __str__(self) -> str:
        return f"{self.verb}: {self.label}"
