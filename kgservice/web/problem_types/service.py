"""Problems of the service, and its limits: the statuses of the 500s."""

from typing import Final

from kgservice.web.languages import mark
from kgservice.web.problem_types.model import ProblemType

OF_THE_SERVICE: Final = (
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
