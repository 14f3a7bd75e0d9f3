"""Releases on disk: begun, finished, pointed at; an unfinished one is never seen."""

import json
import os
from pathlib import Path

import pytest

from kgservice.errors import ReleaseError
from kgservice.release import (
    CURRENT,
    MANIFEST,
    begin_release,
    current_release,
    finish_release,
    list_releases,
    point_to,
    read_release,
)


def finished(folder: Path, release_id: str, note: str = "") -> Path:
    path = begin_release(folder)
    (path / MANIFEST).write_text(json.dumps({"id": release_id, "note": note}), encoding="utf-8")
    return finish_release(path, release_id).path


def test_nothing_built_is_no_release(tmp_path: Path) -> None:
    assert list_releases(tmp_path / "absent") == ()
    assert current_release(tmp_path) is None


def test_a_finished_release_is_listed_and_pointed_at(tmp_path: Path) -> None:
    first, second = finished(tmp_path, "b1"), finished(tmp_path, "a2")
    assert [release.id for release in list_releases(tmp_path)] == ["a2", "b1"]
    assert current_release(tmp_path) is None
    assert point_to(tmp_path, "b1").path == first
    assert current_release(tmp_path) == read_release(first)
    point_to(tmp_path, "a2")
    assert current_release(tmp_path) == read_release(second)
    assert (tmp_path / CURRENT).is_symlink()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a2", "b1", CURRENT]


def test_an_unfinished_release_is_not_seen(tmp_path: Path) -> None:
    path = begin_release(tmp_path)
    (path / MANIFEST).write_text('{"id": "x"}', encoding="utf-8")
    (tmp_path / "stray").mkdir()
    assert list_releases(tmp_path) == ()


def test_an_equal_release_is_kept_and_the_new_one_dropped(tmp_path: Path) -> None:
    finished(tmp_path, "a1", "first")
    finished(tmp_path, "a1", "second")
    assert [release.manifest["note"] for release in list_releases(tmp_path)] == ["first"]
    assert [path.name for path in tmp_path.iterdir()] == ["a1"]


def test_a_release_cut_short_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "a1" / "store").mkdir(parents=True)
    finished(tmp_path, "a1")
    assert not (tmp_path / "a1" / "store").exists()
    assert read_release(tmp_path / "a1").id == "a1"


def test_what_a_dead_build_left_is_removed(tmp_path: Path) -> None:
    dead, alive = tmp_path / ".building-999999999", tmp_path / f".building-{os.getppid()}"
    odd = tmp_path / ".building-x"
    for path in (dead, alive, odd):
        path.mkdir()
    begun = begin_release(tmp_path)
    (begun / "rest").touch()
    assert begin_release(tmp_path) == begun
    assert list(begun.iterdir()) == []
    assert (dead.exists(), alive.exists(), odd.exists()) == (False, True, False)


def test_an_unknown_release_names_those_there_are(tmp_path: Path) -> None:
    with pytest.raises(ReleaseError, match=r"no release 'zz' in .*; there are none"):
        point_to(tmp_path, "zz")
    finished(tmp_path, "a1")
    with pytest.raises(ReleaseError, match=r"there are a1$"):
        point_to(tmp_path, "zz")


@pytest.mark.parametrize("manifest", [None, "", "{"])
def test_a_folder_without_a_manifest_is_no_release(tmp_path: Path, manifest: str | None) -> None:
    if manifest is not None:
        (tmp_path / MANIFEST).write_text(manifest, encoding="utf-8")
    with pytest.raises(ReleaseError, match="holds no finished release; run 'kgservice build'"):
        read_release(tmp_path)


def test_a_pointer_to_a_release_that_is_gone_is_an_error(tmp_path: Path) -> None:
    (tmp_path / CURRENT).symlink_to("gone")
    with pytest.raises(ReleaseError, match="gone: holds no finished release"):
        current_release(tmp_path)
