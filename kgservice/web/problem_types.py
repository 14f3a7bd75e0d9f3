"""The types of problem documents: the one list from which documents, titles and pages come.

A type is ``https://w3id.org/stc/problem/<slug>`` (RFC 9457, section 3.1.1), which
:mod:`kgservice.web.problem_pages` answers.
"""

from dataclasses import dataclass
from typing import Final

from kgservice.namespaces import BASE
from kgservice.web.languages import mark

PROBLEMS: Final = BASE + "problem"


@dataclass(frozen=True, slots=True)
class ProblemType:
    """A type of problem.

    :ivar slug: end of its IRI
    :ivar status: of HTTP
    :ivar title: a phrase for people
    :ivar meaning: what has happened, in one sentence
    :ivar concerns: the limit or the input that it is about
    :ivar remedy: what who asked can do
    :ivar setting: name of the setting that is the limit, empty where none is
    """

    slug: str
    status: int
    title: str
    meaning: str
    concerns: str
    remedy: str
    setting: str = ""

    @property
    def iri(self) -> str:
        """Return what a problem document has as its ``type``."""
        return f"{PROBLEMS}/{self.slug}"


_ALL: Final = (
    ProblemType(
        "bad-request",
        400,
        mark("The request cannot be used"),
        mark("Something that was sent is missing, is given twice, or is not of its kind."),
        mark("A parameter, a header or the document that was sent; the detail names it."),
        mark("Send what the detail says would be right; /openapi.json describes every parameter."),
    ),
    ProblemType(
        "query-syntax",
        400,
        mark("The query cannot be read"),
        mark("The text is no query of SPARQL 1.1."),
        mark("The query; line and column say where reading stopped, where that is known."),
        mark("Correct the query at that place; the editor marks it as you write."),
    ),
    ProblemType(
        "query-nesting",
        400,
        mark("The query is nested too deeply"),
        mark("Groups, brackets or paths stand inside each other more deeply than is evaluated."),
        mark("The query; the detail names the depth that is allowed."),
        mark("Write the query flatter: name intermediate results by variables."),
    ),
    ProblemType(
        "query-forbidden",
        403,
        mark("The query is not allowed here"),
        mark("The query would change data, or would call an endpoint that is not allowed."),
        mark("The query: its update, or its SERVICE."),
        mark("Only read, and call by SERVICE only the endpoints that the operator named."),
    ),
    ProblemType(
        "query-dataset",
        400,
        mark("The dataset is named in two ways"),
        mark("The query and the request name graphs or a day in ways that exclude each other."),
        mark("FROM of the query, the graph parameters of the request, and asOf."),
        mark("Keep one of them; asOf goes with none of the others."),
    ),
    ProblemType(
        "query-unsupported",
        400,
        mark("A function is not known here"),
        mark("The query calls a function, or calls endpoints in a way, that is not evaluated."),
        mark("The query; the detail names what it calls."),
        mark("Use the functions of SPARQL 1.1; what else is known stands in docs/conformance.md."),
    ),
    ProblemType(
        "result-format",
        406,
        mark("The media type cannot carry the answer"),
        mark("The answer holds something that the form which was asked for cannot write."),
        mark("The header Accept; the detail names form and content."),
        mark("Ask for another form, such as JSON for solutions or N-Triples for graphs."),
    ),
    ProblemType(
        "not-acceptable",
        406,
        mark("The answer is not given in that form"),
        mark("None of the media types that were asked for is among those of this answer."),
        mark("The header Accept; the detail lists what is offered."),
        mark("Ask for one of the media types of the list, or for any."),
    ),
    ProblemType(
        "not-found",
        404,
        mark("Nothing stands here"),
        mark("The address or a name in it is that of nothing in this release."),
        mark("The address, or the list, edition, code, question or page that it names."),
        mark("Take one of what the detail names as near, or search."),
    ),
    ProblemType(
        "no-memento",
        404,
        mark("No entry is known for that day"),
        mark("On the day that was asked for, the provision was not held, or that is not known."),
        mark("The header Accept-Datetime, and the editions that are held of the list."),
        mark("Ask for another day; the time map lists all entries of the provision."),
    ),
    ProblemType(
        "method-not-allowed",
        405,
        mark("The method is not for this address"),
        mark("The address answers, but not to this method of HTTP."),
        mark("The method of the request; the header Allow lists the others."),
        mark("Use a method that Allow lists; nothing of the graph can be changed over HTTP."),
    ),
    ProblemType(
        "slow-body",
        408,
        mark("The body came too slowly"),
        mark("The body of the request was not there in time."),
        mark("The time that a body may take, which the detail names."),
        mark("Send it again over a faster way, or send less."),
    ),
    ProblemType(
        "too-many-rows",
        413,
        mark("The answer has too many rows"),
        mark("The whole answer has more rows than one answer may have, so none of it is given."),
        mark("The number of rows that an answer may have."),
        mark("Add conditions, count, or ask page by page with ORDER BY, LIMIT and OFFSET."),
        "max_rows",
    ),
    ProblemType(
        "too-many-bytes",
        413,
        mark("The answer or the query is too large"),
        mark("The answer or the query has more bytes than allowed, so none of it is given."),
        mark("The bytes that an answer or a query may have; the detail says which."),
        mark("Ask for fewer variables or in parts; for all of an edition take its package."),
        "max_bytes",
    ),
    ProblemType(
        "body-too-large",
        413,
        mark("The request is too large"),
        mark("The body of the request, or a field of its form, has more bytes than allowed."),
        mark("The bytes that the body of a request may have."),
        mark("Send the document in parts, or on its own and not as a field of a form."),
        "max_body",
    ),
    ProblemType(
        "batch-too-large",
        413,
        mark("Too many things are asked at once"),
        mark("One request of reconciliation holds more queries or ids than are taken at once."),
        mark("The queries or ids of the batch; the detail names how many are taken."),
        mark("Split the batch; clients do so by the batch size of the manifest."),
    ),
    ProblemType(
        "uri-too-long",
        414,
        mark("The address is too long"),
        mark("The path is longer than that of anything in the graph."),
        mark("The path of the address; the detail names the length that is read."),
        mark("Check how the address was made; codes are short."),
    ),
    ProblemType(
        "unsupported-media-type",
        415,
        mark("The body is of another kind"),
        mark("What was sent is not in a form that this address reads."),
        mark("The header Content-Type; the detail lists what is read."),
        mark("Name the form of what you send by its media type."),
    ),
    ProblemType(
        "range-not-satisfiable",
        416,
        mark("That part of the file does not exist"),
        mark("The bytes that were asked for are not in the file."),
        mark("The header Range."),
        mark("Ask for the whole file."),
    ),
    ProblemType(
        "rate-limit",
        429,
        mark("You have used your worker time"),
        mark("Your address has used the time of workers that one client has a minute."),
        mark("The seconds of worker time that one client may use a minute."),
        mark("Wait as long as the header Retry-After says, then go on more slowly."),
        "client_seconds",
    ),
    ProblemType(
        "cancelled",
        499,
        mark("The client went away"),
        mark("The connection was closed before the answer was complete, so the work was ended."),
        mark("The connection of the client, and its own time limit."),
        mark("Ask again and wait longer."),
    ),
    ProblemType(
        "internal",
        500,
        mark("The service failed"),
        mark("Something went wrong that is no fault of the request."),
        mark("The service itself; its log has the particulars."),
        mark("Tell the operator the time and the X-Request-ID of the answer."),
    ),
    ProblemType(
        "engine",
        500,
        mark("The engine failed"),
        mark("The process that answered the query ended, so the answer is withheld."),
        mark("The engine of queries; the release and other queries are not touched."),
        mark("Ask again; if it fails again, tell the operator the query."),
    ),
    ProblemType(
        "service",
        502,
        mark("A called endpoint gave no answer"),
        mark("An endpoint that the query calls by SERVICE gave no whole answer."),
        mark("SERVICE of the query, and the seconds that such an endpoint may take."),
        mark("Ask for less of it or later; SERVICE SILENT goes on without it."),
        "service_seconds",
    ),
    ProblemType(
        "deadline",
        503,
        mark("It took too long"),
        mark("The work was not done at its deadline and was ended; no part of it is given."),
        mark(
            "The seconds that a query may take; work on whole lists may take a few times as long."
        ),
        mark("Ask for less: name lists, codes or an edition, and begin with the rarest condition."),
        "timeout",
    ),
    ProblemType(
        "memory",
        503,
        mark("It needed too much memory"),
        mark("The work needed more memory than one process may take and was ended."),
        mark("The bytes of memory that a process may take."),
        mark("Ask for less at once: fewer joins without a common variable, no sorting of all."),
        "max_memory",
    ),
    ProblemType(
        "busy",
        503,
        mark("All workers are busy"),
        mark("No process became free in time to work on the request."),
        mark("The processes of the service and the places in their queue."),
        mark("Ask again after the seconds that the header Retry-After names."),
        "workers",
    ),
    ProblemType(
        "store",
        503,
        mark("The store cannot be reached"),
        mark("The SPARQL server behind this service does not answer."),
        mark("The server that the operator named as the store."),
        mark("Ask again later; tell the operator if it lasts."),
    ),
    ProblemType(
        "spool",
        503,
        mark("The answer could not be kept"),
        mark("There was no space to keep the answer until it was complete."),
        mark("The disk of the service."),
        mark("Ask again later; tell the operator if it lasts."),
    ),
    ProblemType(
        "closing",
        503,
        mark("The service is being stopped"),
        mark("The service takes no more requests because it is told to stop."),
        mark("The service itself."),
        mark("Ask again in a moment."),
    ),
    ProblemType(
        "search-index",
        503,
        mark("There is no search index"),
        mark("The index that searching needs could not be made or read."),
        mark("The file of the index beside the release."),
        mark("Ask in SPARQL meanwhile; tell the operator if it lasts."),
    ),
    ProblemType(
        "release",
        503,
        mark("There is no release to answer from"),
        mark("The service has no finished release, or none of the state that was asked for."),
        mark("The folder of releases."),
        mark("The operator builds a release with kgservice build."),
    ),
    ProblemType(
        "release-changed",
        503,
        mark("The release was changed meanwhile"),
        mark("Another release began to be served while the answer was put together."),
        mark("The release; parts of two would not fit together."),
        mark("Ask again: the answer is then of the new release."),
    ),
)
PROBLEM_TYPES: Final = {each.slug: each for each in _ALL}
"""Every type by its slug."""
OF_STATUS: Final = {
    404: "not-found",
    405: "method-not-allowed",
    406: "not-acceptable",
    408: "slow-body",
    413: "body-too-large",
    414: "uri-too-long",
    415: "unsupported-media-type",
    416: "range-not-satisfiable",
    429: "rate-limit",
}
"""What the framework refuses by itself, by its status; any other of the 400s is a bad request."""
