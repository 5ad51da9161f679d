"""The search's own tables: an inverted index that reads the same on every database."""

from __future__ import annotations

from django.db import models

BLOCK_BITS = 16
BLOCK = 1 << BLOCK_BITS  # offers in a block: the numbers within it fit in so many bits


class Posting(models.Model):
    """The offers of one block in which a word stands.

    `word` carries its namespace first (search.keys). `offers` holds pk % BLOCK as sorted 16-bit numbers, least
    byte first; `weights` one byte for each: where and how the word stands there. A filter's values are words too
    and have no weights.
    """

    word = models.CharField(max_length=160)
    block = models.PositiveIntegerField()
    offers = models.BinaryField()
    weights = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["word", "block"], name="tray_posting_once")]

    def __str__(self) -> str:
        return f"{self.word}/{self.block}"


class IndexedOffer(models.Model):
    """What of an offer stands in the index, so that it can be taken out again when the offer has changed or gone.

    `offer_number` is no foreign key: the row outlives its offer until the index has let go of it.
    """

    offer_number = models.PositiveBigIntegerField(primary_key=True)
    words = models.BinaryField()  # zlib of lines "word<tab>weight", sorted
    order = models.CharField(max_length=80)  # the name as lists are sorted by it

    def __str__(self) -> str:
        return str(self.offer_number)


class IndexState(models.Model):
    """One row. Every change of the index gives it another `generation` (by lot, so that a database that is brought
    back from a copy differs too): what a process remembers is good for one of them. A rebuilt index has another
    `epoch`. `filters` lists the keys of all filters' values that an offer has or has had in the epoch; `layout` is the
    number of the rules by which words became keys and bytes.

    Writers lock the row, so that they follow each other.
    """

    generation = models.PositiveBigIntegerField(default=0)
    epoch = models.PositiveBigIntegerField(default=0)
    offers = models.PositiveBigIntegerField(default=0)
    filters = models.JSONField(default=list)
    layout = models.PositiveSmallIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.epoch}.{self.generation}"
