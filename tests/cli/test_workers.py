"""What is loaded before the web workers are forked."""

from __future__ import annotations

import json
import os
import subprocess
import sys

SCRIPT = """
import json, sys, threading
from hytti.cli import workers
workers.load()
from django.db import connections
from hytti.facts import reader
print(json.dumps({
    "pages": "hytti.indicators.views.catalogue" in sys.modules,
    "connections": sum(one.connection is not None for one in connections.all(initialized_only=True)),
    "stores": reader._opened.cache_info().currsize,
    "threads": threading.active_count(),
    "heavy": sorted({"pyarrow", "scipy", "docx", "typst", "hytti.facts.store"} & sys.modules.keys()),
}))
"""


def test_workers_share_the_program_and_nothing_that_may_not_be_forked(tmp_path):
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "hytti.config.settings", "HYTTI_VAR": str(tmp_path)}
    done = subprocess.run([sys.executable, "-c", SCRIPT], capture_output=True, text=True, check=True, env=environment)
    found = json.loads(done.stdout.splitlines()[-1])
    assert found == {"pages": True, "connections": 0, "stores": 0, "threads": 1, "heavy": []}
