"""``/``: what is in the graph, and the ways into it."""

from typing import Final

from flask import Blueprint, Response

from kgservice.queries import CatalogueQuery, read_catalogue
from kgservice.web.catalogue import editions_of, lists
from kgservice.web.frame import page
from kgservice.web.kept import kept
from kgservice.web.question_forms import iri_of_question
from kgservice.web.rows import Row, rows
from kgservice.web.service import endpoint

blueprint = Blueprint("home", __name__)
COUNTS: Final = """
SELECT ?provisions ?chemicals ?convergences {
  { SELECT (COUNT(?a) AS ?provisions) { ?a a stc:Provision } }
  { SELECT (COUNT(?b) AS ?chemicals) { ?b a stc:Chemical } }
  { SELECT (COUNT(?c) AS ?convergences) { ?c a stc:Convergence } }
}"""


@blueprint.route("/")
def home() -> Response:
    """Return the first page."""
    known = [(listing, editions_of(listing.iri)) for listing in lists().values()]
    return page(
        "home.html",
        national=[(each, held) for each, held in known if held],
        codes_only=[each for each, held in known if not held],
        counts=kept("counts", _counts),
        queries=kept("questions", _questions),
        endpoint=endpoint("sparql.sparql"),
    )


def _questions() -> list[tuple[str, CatalogueQuery]]:
    return [(iri_of_question(query), query) for query in read_catalogue()]


def _counts() -> Row:
    return rows(COUNTS)[0]
