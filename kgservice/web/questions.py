"""``/queries``: the questions of the catalogue, each a page and a resource with its answer.

Each question is a route of its own, made from its header, so that its parameters are checked,
and described in ``/openapi.json``, like those of any other route.  A question that is given no
value at all answers the sample of its header, as on the command line.
"""

import itertools
from collections.abc import Iterable
from typing import Any, Final

from flask import Blueprint, Flask, Response, request

from kgservice.errors import UnknownQueryError
from kgservice.namespaces import short_name
from kgservice.queries import CatalogueQuery, find_query, read_catalogue
from kgservice.store.base import GRAPH_TYPES, SOLUTION_TYPES, QueryRequest
from kgservice.store.inspection import inspect_query
from kgservice.store.substitution import substitute
from kgservice.web.addresses import link
from kgservice.web.documents import document
from kgservice.web.forms import ALIASES, form_of
from kgservice.web.forms import HTML as PAGE
from kgservice.web.forms import OFFERS as RDF_OFFERS
from kgservice.web.frame import page, release
from kgservice.web.kinds import Parameter, text, whole
from kgservice.web.languages import mark
from kgservice.web.links import complete
from kgservice.web.negotiation import SOLUTION_OFFERS, Offer
from kgservice.web.operations import (
    HTML,
    JSON,
    Answer,
    CheckedView,
    Operation,
    Values,
    describes,
    json_response,
    takes,
)
from kgservice.web.paging import paged
from kgservice.web.parameters import AS_OF, TIMEOUT
from kgservice.web.problems import ParameterError, RequestError
from kgservice.web.question_forms import (
    QUERIES,
    SPARQL,
    QuestionOutline,
    describe_questions,
    iri_of_question,
    outline_of,
    parameter_of,
)
from kgservice.web.resource import Kind, Resource
from kgservice.web.rows import solutions
from kgservice.web.schemas import schema_of
from kgservice.web.service import endpoint
from kgservice.web.sorting import sorted_rows
from kgservice.web.sparql import answer

blueprint = Blueprint("questions", __name__)
ROWS: Final = 100
DAY: Final = AS_OF.optional()
NUMBER: Final = whole("page", "Which page of the rows a person sees.", 1, 100_000).otherwise(1)
SORT: Final = text(
    "sort", "The column by which a person sees them sorted; -name from the end.", "-code"
).optional()
OFFERS: Final = {offer.media_type: offer for offer in SOLUTION_OFFERS}
ANSWERS: Final = (
    Answer(HTML, "The question with its form, its answer and its query, as a page."),
    *(Answer(name, "The whole answer.", {}) for name in (*SOLUTION_TYPES, JSON)),
    Answer(SPARQL, "The text of the query."),
    *(Answer(name, "The question itself as RDF.", {}) for name in GRAPH_TYPES),
)
LIST: Final = Operation(
    "List the questions of the catalogue",
    answers=(
        Answer(HTML, "The questions as a page."),
        Answer(JSON, "The questions, by id.", schema_of(tuple[QuestionOutline, ...])),
        *(Answer(name, "The questions as RDF.", {}) for name in GRAPH_TYPES),
    ),
)

LIST_FORM: Final = Operation(
    "List the questions of the catalogue in the form that a suffix says",
    (text("suffix", "A dot and the form.", ".ttl").within("path"),),
    tuple(Answer(name, "The questions.", {}) for name in (HTML, *GRAPH_TYPES)),
)
OTHER_NAME: Final = Operation(
    "Say what a question asks in the form that a suffix says",
    (text("name", "The id of a question, and a suffix.", "cq-001.ttl").within("path"),),
    tuple(Answer(name, "The question.", {}) for name in (HTML, *GRAPH_TYPES)),
    description="Another spelling of the id leads to the question.",
    lenient=True,
)
SUBJECTS: Final = {
    "ai": mark("Artificial intelligence"),
    "assessment": mark("Transfer cases"),
    "change": mark("Changes"),
    "chemical": mark("Chemicals"),
    "correspondence": mark("Correspondences"),
    "coverage": mark("Coverage"),
    "definition": mark("Definitions"),
    "edition": mark("Editions"),
    "entry": mark("Entries"),
    "list": mark("Lists"),
    "provision": mark("Provisions"),
    "regime": mark("Regimes"),
    "stage": mark("Stages"),
    "threshold": mark("Thresholds"),
}
"""What a question is about, by its first tag."""


def register(app: Flask) -> None:
    """Give an application one route for each question of the catalogue."""
    app.jinja_env.filters["short_name"] = short_name
    for query in read_catalogue():
        endpoint_name, view = f"{blueprint.name}.{_name(query)}", _view(query)
        for suffix in ("", ".html"):  # addresses are made of the first
            app.add_url_rule(f"/queries/{query.id.lower()}{suffix}", endpoint_name, view)
    app.register_blueprint(blueprint)


@blueprint.get("/queries")
@takes(LIST)
def questions(values: Values) -> Response:
    """List the questions."""
    return _list(values.media_type)


@blueprint.get("/queries<suffix>")
@describes(LIST_FORM)
def list_form(suffix: str) -> Response:
    """List the questions in the form that a suffix says."""
    form = form_of(suffix)
    if form is None or form.suffix != suffix:
        raise RequestError(
            f"/queries{suffix[:80]} names nothing here", "not-found", nearest=[QUERIES]
        )
    return _list(form.offer.media_type)


@blueprint.get("/queries/<name>")
@describes(OTHER_NAME)
def other_name(name: str) -> Response:
    """Tell of a question in the form that a suffix says, or lead to it.

    :param name: what stands for an id, with or without a suffix
    :returns: the question, or a redirection
    :raises RequestError: 404, naming the nearest questions
    """
    form = form_of(name)
    try:
        query = find_query(name.removesuffix(form.suffix if form else "")[:100])
    except UnknownQueryError as error:
        raise RequestError(str(error), "not-found", nearest=[QUERIES]) from None
    if form is not None and form.offer != PAGE:
        return _tell(query, form.offer.media_type)
    given = request.args.to_dict(flat=False)
    address = link(f"questions.{_name(query)}", **given)
    return Response(status=301, headers={"Location": address})


def _list(media_type: str) -> Response:
    catalogue = read_catalogue()
    about = Resource(QUERIES, Kind.QUERY, QUERIES)
    if media_type == HTML:
        return complete(
            page("questions.html", subjects=SUBJECTS, groups=_groups(catalogue)), about, PAGE
        )
    if media_type == JSON:
        outlines = [outline_of(query, _address(query)) for query in catalogue]
        return json_response(outlines, release())
    body = describe_questions(catalogue, media_type)
    return complete(document(body, media_type), about, _offer(media_type))


def _groups(catalogue: Iterable[CatalogueQuery]) -> list[tuple[str, list[CatalogueQuery]]]:
    """Return the questions under what they are about."""
    ordered = sorted(catalogue, key=lambda query: (query.tags[0], query.id))
    return [(tag, list(own)) for tag, own in itertools.groupby(ordered, lambda q: q.tags[0])]


def _tell(query: CatalogueQuery, media_type: str) -> Response:
    """Return the question itself as RDF."""
    body = describe_questions((query,), media_type)
    about = Resource(iri_of_question(query), Kind.QUERY, QUERIES)
    return complete(document(body, media_type), about, _offer(media_type))


def _offer(media_type: str) -> Offer:
    return next(offer for offer in (*RDF_OFFERS, *ALIASES) if offer.media_type == media_type)


def _view(query: CatalogueQuery) -> CheckedView:
    """Return the view of one question."""
    own = {each.name: parameter_of(each, query.sample) for each in query.parameters}
    operation = Operation(
        query.question, (*own.values(), DAY, TIMEOUT, NUMBER, SORT), ANSWERS,
        description=query.summary,
    )  # fmt: skip
    volatile = inspect_query(query.text).volatile

    @takes(operation)
    def question(values: Values) -> Response:
        media_type = HTML if request.path.endswith(".html") else values.media_type
        if media_type == SPARQL:
            return document(query.text.encode(), SPARQL)
        if media_type in GRAPH_TYPES:
            return _tell(query, media_type)
        asked = QueryRequest(
            text=query.text,
            media_type=SOLUTION_TYPES[0],
            bindings=tuple(_terms(query, own, values).items()),
            seconds=values[TIMEOUT],
            client=request.remote_addr or "",
            as_of=values[DAY],
        )
        if media_type == HTML:
            about = Resource(iri_of_question(query), Kind.QUERY, QUERIES)
            return complete(_page(query, asked, values), about, PAGE)
        return answer(asked, OFFERS[media_type], volatile=volatile)

    return question


def _terms(
    query: CatalogueQuery, own: dict[str, Parameter[str | None]], values: Values
) -> dict[str, str]:
    """Return the term of each parameter: those given, or the sample's where none is.

    :param query: whose parameters they are
    :param own: its parameters, by name
    :param values: of the request
    :returns: N-Triples terms by name
    :raises ParameterError: if some are given and some are not
    """
    given = {name: term for name, each in own.items() if (term := values[each]) is not None}
    if not given:
        return query.terms(query.sample or query.example)
    for name, parameter in own.items():
        if name not in given:
            raise ParameterError(
                f"{name!r} is missing beside {', '.join(given)}; expected {parameter.wanted}", name
            )
    return given


def _page(query: CatalogueQuery, asked: QueryRequest, values: Values) -> Response:
    found = solutions(asked)
    ordered = sorted_rows(found.rows, values[SORT], found.names)
    given = {each.name: request.args.get(each.name, "") for each in query.parameters}
    return page(
        "question.html",
        query=query,
        runnable=substitute(query.text, dict(asked.bindings)),
        values=given if any(given.values()) else query.sample or query.example,
        sampled=not any(given.values()),
        names=_columns(found.names, given),
        paged=paged(ordered, values[NUMBER], ROWS),
        count=len(ordered),
        sort=values[SORT] or "",
        day=values[DAY],
        address=_address(query),
        forms=SOLUTION_TYPES,
    )


def _columns(names: Iterable[str], given: dict[str, Any]) -> list[str]:
    """Return the columns that a person needs: what was asked stands in the form already."""
    return [name for name in names if name not in given]


def _name(query: CatalogueQuery) -> str:
    return query.id.lower().replace("-", "_")


def _address(query: CatalogueQuery) -> str:
    return endpoint(f"questions.{_name(query)}")
