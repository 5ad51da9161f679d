from __future__ import annotations

import pkgutil
import subprocess
import sys

import pytest

import hytti.methods

SUMS = sorted(found.name for found in pkgutil.iter_modules(hytti.methods.__path__, "hytti.methods."))


@pytest.mark.parametrize("module", SUMS)
def test_the_sums_load_neither_django_nor_scipy(module):
    script = f"import sys, {module}; print(*sorted(name for name in ('django', 'scipy') if name in sys.modules))"
    loaded = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert loaded.stdout.split() == []
