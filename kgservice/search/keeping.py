"""The index of the release that a store answers from: found beside it, or made from it."""

import hashlib
import threading
from pathlib import Path
from typing import Final

from kgservice.assessment.asking import ask_store
from kgservice.errors import BusyError, IndexBuildError, ReleaseChangedError
from kgservice.release import list_releases
from kgservice.search.gathering import gather_items
from kgservice.search.index import INDEX, write_index
from kgservice.search.searching import SearchIndex
from kgservice.store.base import Store

PATIENCE: Final = 20.0
OUTSIDE: Final = ".search"


class IndexKeeper:
    """Keeps the index of the current release open.

    :param store: what the index is made from where there is none
    :param folder: of the releases; an index lies beside its release as ``search.sqlite``, that of
        a store whose release is kept elsewhere below ``.search``, where the last one is kept
    """

    def __init__(self, store: Store, folder: Path) -> None:
        self._store = store
        self._folder = folder
        self._making = threading.Lock()
        self._open: SearchIndex | None = None

    def index(self) -> SearchIndex:
        """Return the index of the release that the store answers from now.

        :returns: an open index, made first where there is none
        :raises BusyError: if it is being made by another request
        :raises IndexBuildError: if it cannot be made
        :raises KgServiceError: as :meth:`Store.query` says
        """
        release = self._store.release()
        opened = self._open
        if opened is not None and opened.release == release:
            return opened
        if not self._making.acquire(timeout=PATIENCE):
            raise BusyError("the search index is being made; ask again in a while", 10)
        try:
            if self._open is None or self._open.release != release:
                self._open = self._found_or_made(release)
            return self._open
        finally:
            self._making.release()

    def _found_or_made(self, release: str) -> SearchIndex:
        path = self._place(release)
        if path.is_file():
            try:
                return SearchIndex(path)
            except IndexBuildError:
                path.unlink(missing_ok=True)
        items = gather_items(ask_store(self._store))
        if self._store.release() != release:
            raise ReleaseChangedError("the release was changed while its index was made; ask again")
        write_index(path, items, release)
        for older in path.parent.glob(f"*-{INDEX}"):
            if older != path:
                older.unlink(missing_ok=True)
        return SearchIndex(path)

    def _place(self, release: str) -> Path:
        """Return where the index of a release lies; a foreign id is never part of a path."""
        known = next((each for each in list_releases(self._folder) if each.id == release), None)
        if known is not None:
            return known.path / INDEX
        digest = hashlib.sha256(release.encode()).hexdigest()[:16]
        return self._folder / OUTSIDE / f"{digest}-{INDEX}"
