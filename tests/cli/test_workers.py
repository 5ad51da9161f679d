"""What is loaded before the web workers are forked."""

from __future__ import annotations

import json
import os
import subprocess
import sys

from facts.conftest import make_area, make_dataset, make_table
from hytti.facts import store

SCRIPT = """
import json, os, sys
from pathlib import Path
from django.conf import settings
from hytti.cli import workers
from hytti.facts import shared
opened = shared(str(settings.FACTS))
workers.load()
from django.db import connections
print(json.dumps({
    "pages": "hytti.indicators.views.catalogue" in sys.modules,
    "connections": sum(one.connection is not None for one in connections.all(initialized_only=True)),
    "stores": [one.name for one in map(Path.resolve, Path("/proc/self/fd").iterdir()) if one.suffix == ".duckdb"],
    "threads": len(os.listdir("/proc/self/task")),
    "heavy": sorted({"pyarrow", "scipy", "docx", "typst", "hytti.facts.store"} & sys.modules.keys()),
    "read again": len(shared(str(settings.FACTS)).latest_of_area("kunta-398")),
}))
"""


def test_workers_share_the_program_and_nothing_that_may_not_be_forked(tmp_path):
    figures = tmp_path / "luvut.duckdb"
    with store.writing(figures) as writer:
        writer.put_areas([make_area("kunta-398", "Lahti")])
        writer.replace_dataset(make_dataset(), make_table(("väestö", "kunta-398", 2023, 119_823.0)))
    environment = {
        **os.environ, "DJANGO_SETTINGS_MODULE": "hytti.config.settings", "HYTTI_VAR": str(tmp_path),
        "HYTTI_FACTS": str(figures), "OPENBLAS_NUM_THREADS": "1",
    }  # fmt: skip
    done = subprocess.run([sys.executable, "-c", SCRIPT], capture_output=True, text=True, check=True, env=environment)
    found = json.loads(done.stdout.splitlines()[-1])
    assert found == {"pages": True, "connections": 0, "stores": [], "threads": 1, "heavy": [], "read again": 1}
