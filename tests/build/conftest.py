"""A small world to build from: two invented editions of one list, kept as an import keeps them."""

import datetime
from collections.abc import Callable
from pathlib import Path

import pytest

from kgservice import build
from kgservice.readers.edition_files import write_edition
from kgservice.readers.reading import read_list_document
from tests.build.invented import FREE


@pytest.fixture
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Path]:
    """Return a function that keeps editions and returns the folder of imports.

    The bundled editions are left out, so that a build takes a second, and with them the worked
    cases, which speak of their entries.
    """
    empty = tmp_path / "empty"
    empty.mkdir()
    real = build.find_sources
    monkeypatch.setattr(build, "worked_cases", lambda: empty)
    monkeypatch.setattr(build, "find_sources", lambda _, imports, docs: real(empty, imports, docs))

    def keep(**editions: str) -> Path:
        imports = tmp_path / "imports"
        for name, text in editions.items():
            date = datetime.date.fromisoformat(name.removeprefix("d").replace("_", "-"))
            path = tmp_path / f"{name}.csv"
            path.write_text(text, encoding="utf-8")
            reading, descriptor = read_list_document(path, FREE, date)
            write_edition(reading, descriptor, imports, with_texts=True)
        return imports

    return keep
