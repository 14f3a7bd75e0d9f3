"""The errors this package raises on purpose.

Each message is one sentence that names the thing, the place and what would have been right.
``cli`` maps them to exit codes, ``web`` to HTTP statuses.
"""


class KgServiceError(Exception):
    """Root of the package's errors."""


class InputError(KgServiceError):
    """What was brought in is wrong: a file, a code, a parameter (exit code 2)."""


class CodeError(InputError):
    """A text that is no code of the grammar it was read by."""


class DocumentError(InputError):
    """A document that cannot be read: damaged, truncated, empty, or of another format."""


class DescriptorError(InputError):
    """A list descriptor, or a list id or edition that no descriptor knows."""


class TableError(DocumentError):
    """A cell, row or sheet of a table that cannot be used."""


class QueryHeaderError(InputError):
    """A query file whose ``#+`` header cannot be used."""


class GateError(KgServiceError):
    """A build whose graph violates the shapes; the release is not published (exit code 1)."""


class ReleaseError(KgServiceError):
    """A release that is missing, unfinished or not what its manifest says."""
