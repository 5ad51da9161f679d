"""The web workers: granian, started when the whole program is in memory, so that the workers that it forks share that.

python -m hytti.cli.workers <granian's own options>
"""

from __future__ import annotations

import gc
import os
import sys


def main() -> None:
    """Load everything and become granian. The collector is kept from what is shared: to look at it is to copy it."""
    gc.disable()
    load()
    gc.freeze()
    gc.enable()

    from granian.cli import entrypoint

    code: object = 0
    try:
        entrypoint()  # type: ignore[no-untyped-call]
    except SystemExit as stopped:
        code = stopped.code or 0
    sys.stdout.flush()
    sys.stderr.flush()
    # Everything is over: taking the loaded program apart would only make the database's library tell of leaks.
    os._exit(code if isinstance(code, int) else 1)


def load() -> None:
    """Load what every worker needs, and nothing that may not be forked: no connection, no open store, no thread."""
    import duckdb  # noqa: F401
    from django.conf import settings
    from django.db import connections
    from django.urls import get_resolver
    from django.utils import translation
    from django.utils.module_loading import import_string

    from hytti.indicators import definitions

    import_string(settings.WSGI_APPLICATION)

    from hytti.tray.search import meanings

    for language, _ in settings.LANGUAGES:
        with translation.override(language):  # loads the catalogue
            get_resolver().reverse_dict  # noqa: B018  made when it is first asked for
    definitions.load()
    meanings.load()
    connections.close_all()


if __name__ == "__main__":
    main()
