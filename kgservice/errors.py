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


class UnknownEditionError(InputError):
    """A list or an edition that a release does not hold."""


class UnknownComparisonError(InputError):
    """Two lists that a release does not compare."""


class TableError(DocumentError):
    """A cell, row or sheet of a table that cannot be used."""


class CellError(TableError):
    """A cell or a row that cannot be used, with its place.

    :param reason: what is wrong and what would have been right
    :param file: the table's name
    :param sheet: of a workbook, None for CSV
    :param row: counted from 1, the header's
    :param column: None where the whole row is meant
    """

    def __init__(
        self, reason: str, file: str, sheet: str | None, row: int, column: str | None
    ) -> None:
        where = [file, f"sheet {sheet}" if sheet else "", f"row {row}"]
        where.append(f"column {column}" if column else "")
        super().__init__(f"{', '.join(filter(None, where))}: {reason}")
        self.reason = reason
        self.file = file
        self.sheet = sheet
        self.row = row
        self.column = column

    def __reduce__(self) -> tuple[object, ...]:
        """Return what makes the error anew in another process."""
        return type(self), (self.reason, self.file, self.sheet, self.row, self.column)


class SubmissionError(InputError):
    """Something sent to be validated that cannot be: no known format, or shapes that are none."""


class CaseError(InputError):
    """A transfer case that cannot be assessed: no Turtle, not one case, or not what it names."""


class QueryHeaderError(InputError):
    """A query file whose ``#+`` header cannot be used."""


class QueryParameterError(InputError):
    """A value that does not fit a parameter of a catalogue query, or a parameter it lacks."""


class ExplanationError(InputError):
    """An IRI that names nothing whose proof could be shown."""


class RuleError(KgServiceError):
    """A rule that makes what it may not, or rules that come to no end."""


class AxiomError(InputError):
    """An axiom that OWL 2 DL does not allow, or that speaks of what nothing declares."""


class CriterionError(InputError):
    """A draft criterion that cannot be judged: no base class, a contradiction, an unknown name."""


class UnknownQueryError(InputError):
    """An id that no catalogue query has."""


class GateError(KgServiceError):
    """A build whose graph violates the shapes; the release is not published (exit code 1)."""


class ReleaseError(KgServiceError):
    """A release that is missing, unfinished or not what its manifest says."""


class ReleaseChangedError(KgServiceError):
    """A release that gave way to another between two questions of one page."""


class QueryError(InputError):
    """A query that is refused before it is evaluated."""


class QuerySyntaxError(QueryError):
    """A text that is no SPARQL query; knows the place where reading stopped.

    :param message: one sentence for the person who wrote the query
    :param line: line of the query text, from 1; 0 where the engine does not say
    :param column: column of that line, from 1; 0 where the engine does not say
    """

    def __init__(self, message: str, line: int = 0, column: int = 0) -> None:
        super().__init__(message)
        self.line = line
        self.column = column


class QueryNestingError(QueryError):
    """A query nested or chained deeper than the engine survives."""


class QueryForbiddenError(QueryError):
    """An update, or a query that would make the engine call out (``SERVICE``)."""


class QueryDatasetError(QueryError):
    """A query that names its dataset in two ways that exclude each other."""


class QueryUnsupportedError(QueryError):
    """A query that calls a function which the engine does not know."""


class ResultFormatError(QueryError):
    """An answer that the requested media type cannot carry without loss."""


class LimitError(KgServiceError):
    """An answer that was not finished within a limit.

    :param message: one sentence that names the limit and its value
    :param limit: name of the limit: ``seconds``, ``rows``, ``bytes``, ``memory``, ``query-bytes``
    :param value: the limit in that unit; memory and sizes are in bytes
    """

    def __init__(self, message: str, limit: str, value: float) -> None:
        super().__init__(message)
        self.limit = limit
        self.value = value

    def __reduce__(self) -> tuple[object, ...]:
        """Return what makes the error anew in another process."""
        return type(self), (str(self), self.limit, self.value)


class DeadlineError(LimitError):
    """A query that was still running at its deadline; its worker was killed."""


class RowLimitError(LimitError):
    """An answer of more rows than allowed."""


class SizeLimitError(LimitError):
    """An answer, or a query text, of more bytes than allowed."""


class MemoryLimitError(LimitError):
    """A query that needed more memory than allowed; its worker was killed."""


class ReasonerLimitError(LimitError):
    """A classification that was not finished within its deadline; the reasoner was ended."""


class EntailmentError(KgServiceError):
    """An explanation asked for something that does not follow."""


class InconsistencyError(KgServiceError):
    """An ontology of ours that contradicts itself; nothing is inferred from it."""


class BusyError(KgServiceError):
    """All workers are busy and the queue is full, or the wait in it was too long.

    :param message: one sentence for the client
    :param retry_after: seconds after which asking again makes sense
    """

    def __init__(self, message: str, retry_after: int) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class RateLimitError(BusyError):
    """A client that has used its share of worker time."""


class CancelledError(KgServiceError):
    """A query whose client went away before the answer was complete."""


class EngineError(KgServiceError):
    """The engine failed or ended while it answered; the answer is withheld."""


class PublicationError(KgServiceError):
    """A release that does not stand on another server as it was sent."""


class UnreachableError(KgServiceError):
    """A SPARQL server that does not answer."""


class ServiceError(KgServiceError):
    """A service that answered a request with a problem document.

    :param message: one sentence that names the request and what the service says
    :param status: of the HTTP answer
    :param problem: members of the problem document (RFC 9457); empty where it sent none
    """

    def __init__(self, message: str, status: int, problem: dict[str, object]) -> None:
        super().__init__(message)
        self.status = status
        self.problem = problem


class IncompleteAnswerError(KgServiceError):
    """An answer that was cut, or whose pages are not of one release; no part of it is given."""


class MissingExtraError(InputError):
    """A library that an extra of the package brings, and that is not installed."""


class ServiceCallError(KgServiceError):
    """An endpoint that a query calls by ``SERVICE`` and that gave no whole answer."""


class SpoolError(KgServiceError):
    """An answer that could not be kept until it was complete: no space, no descriptor."""


class IndexBuildError(KgServiceError):
    """A search index that cannot be made, or that is not what it should be."""


class StoreClosedError(KgServiceError):
    """A question to a store that was closed."""
