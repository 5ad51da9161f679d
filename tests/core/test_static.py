"""What stands in the static folders is what it says it is."""

import gzip
import hashlib
import re
import tomllib
from pathlib import Path

import pytest

import hytti.core

STATIC = Path(hytti.core.__file__).parent / "static"
VENDOR = STATIC / "vendor"
PACKAGES = tomllib.loads((VENDOR / "vendored.toml").read_text("utf-8"))["package"]


@pytest.mark.parametrize("package", PACKAGES, ids=lambda package: package["name"])
def test_a_vendored_package_is_unchanged_and_keeps_its_licence(package):
    folder = VENDOR / package["name"]
    on_disk = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.iterdir()}
    assert on_disk == package["files"]
    assert "LICENSE" in on_disk
    assert package["version"]
    assert package["licence"]
    assert package["source"]


def test_every_vendored_folder_is_listed():
    assert {path.name for path in VENDOR.iterdir() if path.is_dir()} == {package["name"] for package in PACKAGES}


@pytest.mark.parametrize("sheet", sorted(STATIC.glob("hytti/css/*.css")), ids=lambda path: path.name)
def test_every_file_a_style_sheet_asks_for_exists_here(sheet):
    for address in re.findall(r'url\("?([^")]+)"?\)', sheet.read_text("utf-8")):
        assert (sheet.parent / address).resolve().is_file(), address


def test_styles_scripts_and_font_of_a_first_visit_leave_room_for_the_page():
    texts = [*STATIC.glob("hytti/css/*.css"), *STATIC.glob("hytti/js/*.js"), VENDOR / "htmx/htmx.min.js"]
    compressed = sum(len(gzip.compress(path.read_bytes())) for path in texts)
    font = (VENDOR / "source-sans-3/source-sans-3-latin-wght-normal.woff2").stat().st_size
    assert compressed + font <= (110 - 15) * 1000
