"""``/search``: codes in any spelling, labels, chemicals, CAS numbers, official text."""

from typing import Final, cast, get_args

from flask import Blueprint, Response, current_app

from kgservice.search import Found, IndexKeeper, Question
from kgservice.search.model import Kind
from kgservice.search.searching import LONGEST
from kgservice.web.catalogue import lists
from kgservice.web.frame import page
from kgservice.web.kinds import choice, list_id, pattern, text, whole
from kgservice.web.operations import HTML, JSON, Answer, Operation, Values, json_response, takes
from kgservice.web.rows import keep_to
from kgservice.web.schemas import schema_of

blueprint = Blueprint("search", __name__)
KEEPER: Final = "kgservice.search"

Q = text("q", "A code in any spelling, words, a name or a CAS number.", "3a001a7b", LONGEST)
LANG = pattern(
    "lang", "Only words of this language, and labels in it.", "en", "[a-z]{2,3}",
    "a language such as en",
).optional()  # fmt: skip
LIST = list_id("list", "Only entries and provisions of this list.").optional()
KIND = choice("kind", "Only things of these kinds.", get_args(Kind)).many()
LIMIT = whole("limit", "How many hits at most.", 1, 100).otherwise(20)
OFFSET = whole("offset", "How many of the best hits are passed over.", 0, 100_000).otherwise(0)
SEARCH = Operation(
    "Find entries, provisions, chemicals, techniques, lists and regimes",
    (Q, LANG, LIST, KIND, LIMIT, OFFSET),
    (
        Answer(JSON, "The hits, the best first, and how many there are.", schema_of(Found)),
        Answer(HTML, "The hits as a page."),
    ),
    description=(
        "Words match as beginnings, in any order; one that stands nowhere is replaced by near"
        " ones, which the answer names. Spans count code points."
    ),
)


@blueprint.get("/search")
@takes(SEARCH)
def search(values: Values) -> Response:
    """Return what a search finds."""
    found = find(values)
    if values.media_type == HTML:
        return _page(values, found)
    return json_response(found, found.release)


def find(values: Values) -> Found:
    """Return what the values of a search find in the release that is served now.

    :param values: of :data:`SEARCH`
    :returns: one page of hits
    :raises InputError: if there is nothing to search for, or no such list or language
    :raises KgServiceError: if there is no index and none can be made
    """
    question = Question(
        values[Q], values[LANG], values[LIST], values[KIND], values[LIMIT], values[OFFSET]
    )
    return keeper().index().search(question)


def _page(values: Values, found: Found) -> Response:
    """Return the hits as a page."""
    keep_to(found.release)
    index = keeper().index()
    return page(
        "search.html",
        any_lang=True,
        found=found,
        chosen={"q": values[Q], "lang": values[LANG], "list": values[LIST]},
        limit=values[LIMIT],
        lists={each.id: each for each in lists().values()},
        searched=index.lists,
        word_languages=index.languages,
    )


def keeper() -> IndexKeeper:
    """Return what keeps the search index of this application."""
    return cast(IndexKeeper, current_app.extensions[KEEPER])
