"""A case entered in a form: what it states, what it leaves unstated, what it refuses."""

from collections.abc import Iterator
from html import unescape
from urllib.parse import urlencode

import pytest
from pyoxigraph import RdfFormat

from tests.assessment.release import open_facts
from tests.serving import Reply, Served, serving

FORM = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "text/html"}
FILLED = (
    ("title", "An <b>invented</b> case"),
    ("items", "eu-annex-i 9a012 ; us-ccl 3A090.a"),
    ("form", "ObjectCodeForm"),
    ("form", "ModelParametersForm"),
    ("mode", "ElectronicTransfer"),
    ("from", "DEU"),
    ("user", 'Works "of" Nowhere'),
    ("use", "Counting cattle"),
    ("model", "Detector"),
    ("base", "Published detector"),
    ("trainable", "true"),
    ("citizen", "AUT; FRA"),
    ("date", "2026-03-02"),
)


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Return a service over what a form offers."""
    path = tmp_path_factory.mktemp("present") / "present.nq"
    open_facts().dump(str(path), RdfFormat.N_QUADS)
    with serving(path) as running:
        yield running


def send(served: Served, *fields: tuple[str, str], accept: str = "text/html") -> Reply:
    body = urlencode(fields).encode()
    return served.ask("POST", "/assess", body, {**FORM, "Accept": accept})


def test_the_form_says_what_was_filled_in(served: Served) -> None:
    turtle = send(served, *FILLED, accept="text/turtle").body
    for part in (b"id/us-ccl/3A090.a", b"id/eu-annex-i/9A012", b"ElectronicTransfer"):
        assert part in turtle
    assert b"stc:destination " not in turtle
    assert b"ontology#destination>" not in turtle


def test_the_page_shows_text_and_keeps_the_fields(served: Served) -> None:
    reply = send(served, *FILLED)
    assert reply.status == 200
    assert reply.headers["cache-control"] == "no-store"
    page = reply.body.decode()
    assert "An &lt;b&gt;invented&lt;/b&gt; case" in page
    assert "<b>invented" not in page
    assert 'value="Counting cattle"' in page
    assert "The case states no destination." in page


def test_what_every_case_needs_is_asked_for(served: Served) -> None:
    for missing in ("mode", "from", "user"):
        reply = send(served, *(field for field in FILLED if field[0] != missing))
        assert reply.status == 400
        assert f"'{missing}' is missing" in unescape(reply.body.decode())
    bare = [field for field in FILLED if field[0] in ("mode", "from", "user")]
    assert "expected what goes over" in send(served, *bare).body.decode()


@pytest.mark.parametrize(
    ("field", "names"),
    [
        (("items", "nowhere 9X999"), "'items' has 'nowhere 9X999'"),
        (("items", "us-ccl ???"), "'items': "),
        (("mode", "Teleport"), "expected one of PhysicalTransfer"),
        (("to", "<script>"), "'to' is '<script>'; expected three letters"),
        (("means", "x> <y"), "'means' is"),
        (("ittems", "x"), "did you mean 'items'?"),
    ],
)
def test_what_is_wrong_is_named(served: Served, field: tuple[str, str], names: str) -> None:
    reply = send(served, field, *(kept for kept in FILLED if kept[0] != field[0]))
    assert reply.status == 400
    assert names in unescape(reply.body.decode())
    assert "<script>" not in reply.body.decode()
