"""What a web worker holds before anybody asks it for anything."""

from __future__ import annotations

import json
import os
import subprocess
import sys

HEAVY = (
    "pyarrow", "scipy", "ibis", "sqlglot", "pandas", "polars", "pyspark", "docx", "typst",
    "hytti.facts.store", "hytti.facts.folder", "hytti.facts.incoming",
)  # fmt: skip
SCRIPT = """
import json, sys
import django
django.setup()
from django.urls import get_resolver
assert get_resolver().url_patterns
from hytti.indicators.actions import own_publishing
print(json.dumps(sorted({heavy!r} & sys.modules.keys())))
"""


def test_every_address_is_known_without_the_parts_that_only_writing_and_files_need(tmp_path):
    """The writer of the store and what makes files come in when somebody publishes or loads; some tens of MB each."""
    script = SCRIPT.replace("{heavy!r}", repr(set(HEAVY)))
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "hytti.config.settings", "HYTTI_VAR": str(tmp_path)}
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, env=environment)
    assert json.loads(done.stdout) == []
