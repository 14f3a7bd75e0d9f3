"""The gateway answers short queries itself, and in the same words as Flask the longer ones."""

from urllib.parse import urlencode

import pytest

from kgservice.web.direct import LONGEST
from tests.serving import Reply, Served

ROWS = "SELECT * WHERE { ?s ?p ?o } LIMIT 3"
MANY = "SELECT ?x WHERE { VALUES ?x { " + " ".join(map(str, range(300))) + " } }"
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
PADDING = {"padding": "x" * LONGEST}
VARYING = {"date", "x-request-id"}


def shown(reply: Reply) -> tuple[int, dict[str, str], bytes]:
    """Return what two answers to the same question share."""
    headers = {name: value for name, value in reply.headers.items() if name not in VARYING}
    return reply.status, headers, reply.body


@pytest.mark.parametrize(
    ("parameters", "headers", "status"),
    [
        ({"query": ROWS}, {}, 200),
        ({"query": ROWS}, {"Accept": "text/csv"}, 200),
        ({"query": MANY}, {"Accept": "text/csv;q=0.5, application/sparql-results+xml"}, 200),
        ({"query": MANY}, {"Accept-Encoding": "br"}, 200),
        ({"query": MANY}, {"Accept-Encoding": "gzip;q=0.5, identity;q=0"}, 200),
        ({"query": "ASK {}"}, {"If-None-Match": "*"}, 304),
        ({"query": "SELECT (NOW() AS ?x) {} LIMIT 0"}, {}, 200),
        ({"query": "CONSTRUCT WHERE { ?s ?p ?o }"}, {"Accept": "text/turtle"}, 200),
        ({"query": "CONSTRUCT WHERE { ?s ?p ?o }"}, {"Accept": "text/csv"}, 406),
        ({"query": ROWS, "default-graph-uri": "urn:x:absent"}, {}, 200),
        ({"query": ROWS, "default-graph-uri": "no iri"}, {}, 400),
        ({"query": ROWS, "timeout": "soon"}, {}, 400),
        ({"query": "SELECT *\nWHERE { ?s }"}, {}, 400),
        ({"query": "SELECT * WHERE { ?s u:p ?o }"}, {}, 400),
        ({"query": "SELECT * { SERVICE <urn:x:y> { ?s ?p ?o } }"}, {}, 403),
        ({"query": "DELETE WHERE { ?s ?p ?o }"}, {}, 403),
        ({"update": "CLEAR ALL"}, {}, 403),
        ({"query": "SELECT (" + "(" * 300 + "1" + ")" * 300 + " AS ?x) {}"}, {}, 400),
        ({"timeout": "1"}, {}, 400),
    ],
    ids=range(19),
)
@pytest.mark.parametrize("method", ["GET", "HEAD", "POST"])
def test_both_ways_answer_alike(
    served: Served,
    method: str,
    parameters: dict[str, str],
    headers: dict[str, str],
    status: int,
) -> None:
    replies = []
    for fields in (parameters, {**parameters, **PADDING}):
        sent = urlencode(fields)
        if method == "POST":
            replies.append(served.ask("POST", "/sparql", sent.encode(), {**headers, **FORM}))
        else:
            replies.append(served.ask(method, f"/sparql?{sent}", headers=headers))
    expected = 200 if method == "POST" and status == 304 else status
    assert {reply.status for reply in replies} == {expected}
    assert shown(replies[0]) == shown(replies[1])


def test_people_get_a_page_for_an_error(served: Served) -> None:
    address = "/sparql?" + urlencode({"query": "SELECT"})
    reply = served.ask("GET", address, headers={"Accept": "text/html,*/*;q=0.5"})
    assert (reply.status, reply.media_type) == (400, "text/html")
