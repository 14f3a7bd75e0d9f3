"""Releases on disk: immutable folders named by their content, and the pointer to the one served.

::

    releases/<id>/store/          the quads, for query processes to open read-only
    releases/<id>/dataset.nq.gz   the same as sorted canonical N-Quads
    releases/<id>/search.sqlite   what can be found in it; made anew where it is missing
    releases/<id>/manifest.json   inputs, counts, digests, tool versions
    releases/current              a symbolic link to one <id>
"""

import json
import os
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from kgservice.errors import ReleaseError

CURRENT: Final = "current"
MANIFEST: Final = "manifest.json"
STORE: Final = "store"
DATASET: Final = "dataset.nq.gz"
_UNFINISHED: Final = ".building-"


@dataclass(frozen=True, slots=True)
class Release:
    """A finished release: its id, its folder, and what its manifest says."""

    id: str
    path: Path
    manifest: dict[str, Any]


def list_releases(folder: Path) -> tuple[Release, ...]:
    """Return the finished releases of a folder, sorted by id."""
    if not folder.is_dir():
        return ()
    found = (path for path in folder.iterdir() if not path.is_symlink())
    return tuple(
        read_release(path) for path in sorted(found) if (path / MANIFEST).is_file()
        and not path.name.startswith(".")
    )  # fmt: skip


def read_release(path: Path) -> Release:
    """Return the release in a folder.

    :param path: ``releases/ID``
    :returns: the release with its manifest; its store is not opened
    :raises ReleaseError: if the folder holds no finished release
    """
    try:
        manifest = json.loads((path / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, json.JSONDecodeError) as error:
        raise ReleaseError(f"{path}: holds no finished release; run 'kgservice build'") from error
    return Release(manifest["id"], path, manifest)


def current_release(folder: Path) -> Release | None:
    """Return the release that ``current`` names, None where none was built yet.

    :param folder: that releases stand in
    :returns: the release as it is now; a later build points elsewhere
    :raises ReleaseError: if ``current`` names a release that is gone
    """
    pointer = folder / CURRENT
    if not pointer.is_symlink():
        return None
    return read_release(folder / pointer.readlink())


def point_to(folder: Path, release_id: str) -> Release:
    """Make a release the current one, in one atomic step, and return it.

    :param folder: that releases stand in
    :param release_id: whole, sixteen hexadecimal digits
    :returns: the release that is now current
    :raises ReleaseError: if there is no finished release of that id; the message lists those
        there are
    """
    known = {release.id: release for release in list_releases(folder)}
    if release_id not in known:
        there = ", ".join(known) or "none"
        raise ReleaseError(f"no release {release_id!r} in {folder}; there are {there}")
    pointer = folder / f".{CURRENT}-{os.getpid()}"
    pointer.unlink(missing_ok=True)
    pointer.symlink_to(release_id)
    pointer.replace(folder / CURRENT)
    return known[release_id]


def begin_release(folder: Path) -> Path:
    """Return an empty folder for a release in the making; older unfinished ones are removed."""
    folder.mkdir(parents=True, exist_ok=True)
    for path in folder.glob(f"{_UNFINISHED}*"):
        if not _is_alive(path.name.removeprefix(_UNFINISHED)):
            shutil.rmtree(path, ignore_errors=True)
    path = folder / f"{_UNFINISHED}{os.getpid()}"
    shutil.rmtree(path, ignore_errors=True)
    path.mkdir()
    return path


def finish_release(path: Path, release_id: str) -> Release:
    """Give a finished folder its name; an equal release that stands already is kept instead."""
    target = path.parent / release_id
    if (target / MANIFEST).is_file():
        shutil.rmtree(path)
    else:
        shutil.rmtree(target, ignore_errors=True)
        path.rename(target)
    return read_release(target)


def _is_alive(process: str) -> bool:
    try:
        os.kill(int(process), 0)
    except (ProcessLookupError, ValueError):
        return False
    except PermissionError:
        return True
    return True
