from __future__ import annotations

import doctest
import importlib
import inspect
from pathlib import Path

import pytest

PAGES = sorted((Path(__file__).parents[2] / "docs/reference/methods").glob("*.md"))
MODULES = ("rates", "populations", "lifetables", "pyll", "inequality", "trends", "benchmarks")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_the_examples_of_a_page_give_what_it_shows(page):
    text = page.read_text(encoding="utf-8")
    code = "\n".join("" if line.startswith("```") else line for line in text.splitlines())
    examples = doctest.DocTestParser().get_doctest(code, {}, page.name, str(page), 0)
    assert examples.examples or page.stem == "README"
    failed, _ = doctest.DocTestRunner(verbose=False).run(examples)
    assert failed == 0


@pytest.mark.parametrize("module", MODULES)
def test_every_public_sum_stands_on_a_page(module):
    found = importlib.import_module(f"hytti.methods.{module}")
    sums = [
        name
        for name, value in vars(found).items()
        if inspect.isfunction(value) and value.__module__ == found.__name__ and not name.startswith("_")
    ]
    text = "".join(page.read_text(encoding="utf-8") for page in PAGES)
    assert [name for name in sums if name not in text] == []


def test_every_page_is_found_from_the_first_one():
    first = next(page for page in PAGES if page.stem == "README").read_text(encoding="utf-8")
    assert [page.name for page in PAGES if page.stem != "README" and f"({page.name})" not in first] == []
