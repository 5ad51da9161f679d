"""`hytti search rebuild`: read every record into the search index again."""

from __future__ import annotations


def rebuild_index() -> int:
    """Build the index anew with the reader of Finnish words that this machine has; print how many entries it holds."""
    import django

    django.setup()
    from hytti.core import search

    print(f"The search index holds {search.rebuild(again=True)} entries.")
    return 0
