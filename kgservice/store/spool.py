"""Where a worker writes an answer until it is complete, and where the limits on it are held."""

import tempfile
from collections.abc import Callable
from typing import BinaryIO

MEMORY = 256 * 1024


class BreachError(Exception):
    """An answer that must not be finished; ``kind`` says which limit or format forbids it.

    :param kind: ``rows``, ``size``, ``format`` or ``spool``
    :param detail: what was met, for the sentence that the client reads
    """

    def __init__(self, kind: str, detail: str = "") -> None:
        super().__init__(detail)
        self.kind = kind
        self.detail = detail


class Spool:
    """A writable object that keeps bytes in memory, then in an unlinked temporary file.

    :param size_limit: bytes after which writing fails
    :param folder: where the temporary file is made; ``None`` for the system's own place
    :param inspect: called with each piece before it is kept; returns what is kept instead
    """

    def __init__(
        self, size_limit: int, folder: str | None, inspect: Callable[[bytes], bytes] | None = None
    ) -> None:
        self.size = 0
        self.file: BinaryIO | None = None
        self._size_limit = size_limit
        self._folder = folder
        self._inspect = inspect
        self._memory = bytearray()

    def write(self, data: bytes) -> int:
        """Keep a piece.

        :param data: the next piece of the answer
        :returns: how many bytes were taken
        :raises BreachError: if the answer grows past its limit or cannot be kept
        """
        kept = self._inspect(data) if self._inspect else data
        self.size += len(kept)
        if self.size > self._size_limit:
            raise BreachError("size")
        try:
            if self.file is None and self.size > MEMORY:
                self.file = tempfile.TemporaryFile(dir=self._folder, buffering=0)
                self._to_file(bytes(self._memory))
                self._memory = bytearray()
            if self.file is None:
                self._memory += kept
            else:
                self._to_file(kept)
        except OSError as error:
            self.close()
            raise BreachError("spool", error.strerror or str(error)) from error
        return len(data)

    def _to_file(self, data: bytes) -> None:
        view = memoryview(data)
        while view and self.file is not None:
            view = view[self.file.write(view) :]

    def flush(self) -> None:
        """Do nothing: every piece is kept as it comes."""

    def bytes(self) -> bytes:
        """Return what is in memory: everything, while ``file`` is ``None``."""
        return bytes(self._memory)

    def close(self) -> None:
        """Give the temporary file back."""
        if self.file is not None:
            self.file.close()
