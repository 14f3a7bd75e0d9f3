"""A disk that is really full: an answer that does not fit is an error, and nothing stays of it."""

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kgservice.errors import SpoolError
from kgservice.store import Limits
from kgservice.store.base import QueryRequest
from kgservice.store.embedded import EmbeddedStore, ReleaseFolder

SIZE = 1_048_576
ROWS = 300


@pytest.fixture
def tiny(tmp_path: Path) -> Iterator[Path]:
    """Return a file system of one megabyte, where this user may mount one."""
    folder = tmp_path / "tiny"
    folder.mkdir()
    mount, umount = shutil.which("mount"), shutil.which("umount")
    if mount is None or umount is None:
        pytest.skip("there is no mount here")
    command = [mount, "-t", "tmpfs", "-o", f"size={SIZE}", "tmpfs", str(folder)]
    if subprocess.run(command, capture_output=True, check=False).returncode:  # noqa: S603
        pytest.skip("this user may not mount a file system")
    yield folder
    subprocess.run([umount, str(folder)], check=True)  # noqa: S603


def test_a_full_disk_is_an_error(
    tmp_path: Path, tiny: Path, publish: Callable[[Path, str, str], None]
) -> None:
    lines = (f'<urn:x:{i}> <urn:x:p> "{"x" * 200}" .' for i in range(ROWS))
    publish(tmp_path / "releases", "r1", "\n".join(lines))
    store = EmbeddedStore(ReleaseFolder(tmp_path / "releases").current, Limits(), 1, spool=tiny)
    fits = QueryRequest("SELECT * { ?s ?p ?o . ?a ?b ?c } LIMIT 2000", "text/csv")
    large = QueryRequest("SELECT * { ?s ?p ?o . ?a ?b ?c } LIMIT 20000", "text/csv")
    try:
        for _ in range(5):
            with pytest.raises(SpoolError, match="No space left on device"):
                store.query(large)
            assert os.statvfs(tiny).f_bfree == os.statvfs(tiny).f_blocks
            result = store.query(fits)
            with result.body as body:
                assert len(body.read()) == result.size > 262_144
        assert store.activity().replaced == 0
    finally:
        store.close()
