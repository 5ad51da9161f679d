"""The search index: one row for each findable record and language."""

from __future__ import annotations

from django.contrib.contenttypes.models import ContentType
from django.db import models


class SearchEntry(models.Model):
    """`words` holds the record's own words, their lemmas and compound parts, all in lower case.

    The full-text index over `words` is made by the migration: FTS5 on SQLite, a GIN index on PostgreSQL.
    """

    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE, related_name="+")
    object_id = models.PositiveBigIntegerField()
    kind = models.CharField(max_length=40)
    language = models.CharField(max_length=2)
    title = models.CharField(max_length=300)
    words = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["content_type", "object_id", "language"], name="search_entry_once")
        ]

    def __str__(self) -> str:
        return self.title
