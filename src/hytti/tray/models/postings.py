"""The tray's index for finding: which offers hold a word, and in how good a place."""

from __future__ import annotations

from django.db import models


class Posting(models.Model):
    """The offers of a block (offer key // 65 536) that hold a word.

    offers: their keys % 65 536, sorted, as little-endian 16-bit numbers; weights: a byte for each. A facet's value
    is a word of its own ("=theme:3"), which no text can hold.
    """

    word = models.CharField(max_length=120)
    block = models.PositiveIntegerField(default=0)
    offers = models.BinaryField()
    weights = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["word", "block"], name="posting_once_in_block")]

    def __str__(self) -> str:
        return f"{self.word} {self.block}"


class IndexGeneration(models.Model):
    """One row: a number that grows at each change of the index, so that what a worker remembers of it is known old."""

    number = models.PositiveBigIntegerField(default=0)

    def __str__(self) -> str:
        return str(self.number)
