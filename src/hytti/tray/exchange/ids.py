"""Lasting identifiers of what has no uuid of its own: made of its names, the same on every server and at every load."""

from __future__ import annotations

from uuid import UUID, uuid5

NAMESPACE = UUID("a5e41634-78eb-4822-a0ff-8bd4a615bf25")
SHARED = 12  # hexadecimal digits that a part shares with its owner


def lasting(*names: str) -> UUID:
    """The identifier of a record by its kind and its own lasting name (a slug, a code)."""
    return uuid5(NAMESPACE, "/".join(names))


def part(owner: UUID, *names: str | int) -> UUID:
    """The identifier of an owner's part. It begins like the owner's own, so that the owner is found by it."""
    made = uuid5(owner, "/".join(map(str, names)))
    return UUID(hex=f"{owner.hex[:SHARED]}8{made.hex[SHARED + 1 :]}")


def owners(found: UUID) -> tuple[UUID, UUID]:
    """The lowest and the highest identifier that an owner of this part can have."""
    start, rest = found.hex[:SHARED], 32 - SHARED
    return UUID(hex=start + "0" * rest), UUID(hex=start + "f" * rest)
