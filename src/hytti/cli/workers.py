"""The web workers: granian, started when the whole program is in memory, so that the workers that it forks share that.

python -m hytti.cli.workers <granian's own options>
"""

from __future__ import annotations

import gc
import os
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from wsgiref.types import WSGIApplication, WSGIEnvironment


def main() -> None:
    """Load everything and become granian. The collector is kept from what is shared: to look at it is to copy it."""
    load()
    gc.collect()
    gc.freeze()
    gc.set_threshold(700, 10, 2)  # a page's context is a cycle: the worker looks sooner for those that are over

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
    """Load what every worker needs, and leave nothing that may not be forked: no connection, open store or thread."""
    import numpy.ma  # noqa: F401  answers of the store are such arrays; it is large, and else each worker loads its own
    from django.conf import settings
    from django.db import connections
    from django.urls import get_resolver
    from django.utils import translation
    from django.utils.module_loading import import_string

    application = import_string(settings.WSGI_APPLICATION)

    from hytti.core.search import lemmas, synonyms
    from hytti.facts import rest_shared
    from hytti.indicators import definitions
    from hytti.tray.search import asks, meanings

    for language, _ in settings.LANGUAGES:
        with translation.override(language):  # loads the catalogue
            get_resolver().reverse_dict  # noqa: B018  made when it is first asked for
    definitions.load()
    lemmas.reader()
    synonyms.phrases_by_first_word()
    meanings.load()
    asks.load()
    if not settings.FACTS_ENGINE:  # a store on a server is reached by threads
        read_some_pages(application)
    rest_shared()
    connections.close_all()


def read_some_pages(application: WSGIApplication) -> None:
    """Make some pages once, as a reader would have them: much of what this loads and keeps serves every page."""
    from urllib.parse import urlsplit
    from wsgiref.util import setup_testing_defaults

    from django.conf import settings
    from django.urls import reverse

    scheme, host = urlsplit(settings.SITE_ADDRESS)[:2]
    asked = {"HTTP_HOST": host, "HTTP_X_FORWARDED_PROTO": scheme, "wsgi.url_scheme": scheme}
    for page in ("front", "structures:networks", "indicators:catalogue", "indicators:compare"):
        request: WSGIEnvironment = {"PATH_INFO": reverse(page), **asked}
        setup_testing_defaults(request)
        answer = application(request, lambda *_: bytes)
        answer.close()  # type: ignore[attr-defined]


if __name__ == "__main__":
    main()
