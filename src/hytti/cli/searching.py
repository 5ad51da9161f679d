"""`hytti search rebuild`: read every record into the search index again, and every offer into the tray's."""

from __future__ import annotations


def rebuild_index() -> int:
    """Build both indexes anew with the reader of Finnish words that this machine has; print how much they hold."""
    import django

    django.setup()
    from hytti.core import search
    from hytti.tray.search import index

    print(f"The search index holds {search.rebuild(again=True)} entries, that of the tray {index.rebuild()} offers.")
    return 0
