"""The search index: one row for each findable record and language."""

from __future__ import annotations

from django.contrib.contenttypes.models import ContentType
from django.db import models


class SearchEntry(models.Model):
    """`words` holds the title's words on its first line and the text's on its second, each with their base forms
    and compound parts, in lower case; `folded` those words that have ä, ö or another mark, without it.

    The full-text index over both is made by a migration: FTS5 on SQLite, GIN on PostgreSQL.
    """

    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE, related_name="+")
    object_id = models.PositiveBigIntegerField()
    kind = models.CharField(max_length=40)
    language = models.CharField(max_length=2)
    title = models.CharField(max_length=300)
    text = models.TextField(default="")
    words = models.TextField()
    folded = models.TextField(default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["content_type", "object_id", "language"], name="search_entry_once")
        ]

    def __str__(self) -> str:
        return self.title
