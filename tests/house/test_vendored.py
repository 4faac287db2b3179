"""The vendored files are the ones that were copied, each package with its licence."""

import json
import re
import shutil

import pytest

from tools import vendored


@pytest.fixture
def house(tmp_path):
    shutil.copytree(vendored.ROOT / vendored.VENDOR, tmp_path / vendored.VENDOR)
    shutil.copytree(vendored.ROOT / "templates/components", tmp_path / "templates/components")
    return tmp_path


def test_every_file_is_the_one_that_was_copied():
    assert vendored.verify() == []


def test_a_changed_a_lost_and_a_stray_file_are_each_named(house):
    folder = house / vendored.VENDOR
    next(folder.glob("htmx-*/htmx.min.js")).write_text("alert(1)")
    next(folder.glob("bootstrap-5*/LICENSE")).unlink()
    (folder / "stray.js").write_text("")
    assert [fault.split("/", 3)[3].split(" ", 1)[1] for fault in vendored.verify(house)] == [
        "is missing",
        "is not the file that was copied",
        "is not in the manifest",
    ]


def test_a_changed_icon_macro_is_named(house):
    (house / "templates/components/icons.html").write_text("")
    assert vendored.verify(house) == ["templates/components/icons.html is not the file that was copied"]


@pytest.mark.parametrize("text", [None, "{"])
def test_a_lost_or_broken_manifest_is_said(house, text):
    manifest = house / vendored.VENDOR / vendored.MANIFEST
    manifest.unlink()
    if text:
        manifest.write_text(text)
    (fault,) = vendored.verify(house)
    assert "manifest.json cannot be read" in fault


def test_every_package_has_its_licence_beside_it():
    manifest = json.loads((vendored.ROOT / vendored.VENDOR / vendored.MANIFEST).read_text())
    for package in manifest["packages"]:
        assert package["licence"]
        assert f"{package['name']}-{package['version']}/LICENSE" in package["files"]


def test_both_dark_blocks_are_the_same():
    """The system's wish and the person's own must look alike."""
    text = (vendored.ROOT / "promotion/static/css/tokens.css").read_text(encoding="utf-8")
    blocks = re.findall(r"\{\s*color-scheme: dark;(.*?)\}\n", text, re.DOTALL)
    assert len(blocks) == 2
    assert blocks[0].split() == blocks[1].split()
