"""The pages' libraries: noticed where they are missing, each with its licence where not."""

import json
from pathlib import Path

import pytest
from flask import Flask

from kgservice.web import addresses

WEB = Path(addresses.__file__).parent
VENDOR = WEB / "static" / "vendor"


def app_over(folder: Path) -> Flask:
    """Return an application whose static files are those of a folder."""
    app = Flask("pages", static_folder=str(folder))
    addresses.register(app)
    return app


def test_missing_libraries_are_noticed(tmp_path: Path) -> None:
    assert not addresses.has_libraries(app_over(tmp_path))
    (tmp_path / "vendor").mkdir()
    (tmp_path / "vendor" / "LICENSES.txt").write_text("none\n")
    assert addresses.has_libraries(app_over(tmp_path))


def test_every_library_that_is_shipped_has_its_licence() -> None:
    if not VENDOR.is_dir():
        pytest.skip("the pages' libraries are not built; 'make test' builds them")
    licences = (VENDOR / "LICENSES.txt").read_text(encoding="utf-8")
    lock = json.loads((WEB / "frontend" / "package-lock.json").read_text(encoding="utf-8"))
    shipped = {
        f"{path.rpartition('node_modules/')[2]} {found['version']}: "
        for path, found in lock["packages"].items()
        if path and not found.get("dev")
    }
    assert {each for each in shipped if each not in licences} == set()
    assert len(shipped) > 10


def test_the_lock_names_no_host() -> None:
    lock = (WEB / "frontend" / "package-lock.json").read_text(encoding="utf-8")
    assert '"resolved"' not in lock


def test_a_page_names_its_static_files_by_their_content(tmp_path: Path) -> None:
    (tmp_path / "a.css").write_text("a {}")
    app = app_over(tmp_path)
    with app.test_request_context():
        first = addresses.asset("a.css")
        assert first is not None
        assert addresses.asset("b.css") is None
    (tmp_path / "a.css").write_text("b {}")
    with app_over(tmp_path).test_request_context():
        assert addresses.asset("a.css") not in (None, first)
