"""The types of problem documents: the code emits those of one list, and each has its page."""

import ast
from pathlib import Path

import pytest
from flask.testing import FlaskClient

import kgservice.web
from kgservice.namespaces import BASE
from kgservice.web.problem_types import OF_STATUS, PROBLEM_TYPES, ProblemType
from kgservice.web.problems import SLUGS

WEB = Path(kgservice.web.__file__).parent
RAISED = {"RequestError": 1, "_RefusalError": 0}
"""Place of the slug among the arguments of what is raised."""
TYPES = list(PROBLEM_TYPES.values())


def raised() -> set[str]:
    """Return the slugs that the modules of the web raise by name."""
    found = {"bad-request"}
    for path in WEB.rglob("*.py"):
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Name):
                continue
            place = RAISED.get(call.func.id)
            if place is not None and len(call.args) > place:
                slug = call.args[place]
                assert isinstance(slug, ast.Constant), f"{path}, line {call.lineno}"
                found.add(str(slug.value))
    return found


def test_the_code_emits_what_the_list_has_and_nothing_else() -> None:
    emitted = raised() | set(SLUGS.values()) | set(OF_STATUS.values())
    assert emitted == set(PROBLEM_TYPES)
    assert len(raised()) > 8


@pytest.mark.parametrize("kind", TYPES, ids=lambda kind: kind.slug)
def test_every_type_has_its_page(client: FlaskClient, kind: ProblemType) -> None:
    address = "/" + kind.iri.removeprefix(BASE)
    told = client.get(address).json
    assert told is not None
    assert (told["type"], told["status"], told["title"]) == (kind.iri, kind.status, kind.title)
    assert (told["meaning"], told["concerns"]) == (kind.meaning, kind.concerns)
    assert (told["limit"] is not None) == bool(kind.setting)
    page = client.get(address, headers={"Accept": "text/html"})
    assert (page.status_code, page.mimetype) == (200, "text/html")
    assert kind.iri in page.text
    french = client.get(address, headers={"Accept-Language": "fr"})
    assert french.headers["Content-Language"] == "fr"
    assert french.json is not None
    for member in ("title", "meaning", "concerns", "remedy"):
        assert french.json[member] != told[member]


def test_all_types_are_listed(client: FlaskClient) -> None:
    told = client.get("/problem").json
    assert told is not None
    assert [each["type"] for each in told["problems"]] == [kind.iri for kind in TYPES]
    page = client.get("/problem?lang=fr", headers={"Accept": "text/html"})
    assert page.text.count('href="/problem/') >= len(TYPES)


@pytest.mark.parametrize(
    ("address", "method", "slug"),
    [
        ("/nowhere", "GET", "not-found"),
        ("/id/us-ccl/nowhere", "GET", "not-found"),
        ("/search", "DELETE", "method-not-allowed"),
        ("/changes?list=us-ccl", "GET", "bad-request"),
        ("/sparql?query=SELECT", "GET", "query-syntax"),
        ("/problem/nowhere", "GET", "not-found"),
    ],
)
def test_the_type_of_a_problem_answers(
    client: FlaskClient, address: str, method: str, slug: str
) -> None:
    problem = client.open(address, method=method)
    document = problem.get_json(force=True)
    assert (document["type"], document["status"]) == (PROBLEM_TYPES[slug].iri, problem.status_code)
    assert client.get("/" + document["type"].removeprefix(BASE)).status_code == 200
    page = client.open(address, method=method, headers={"Accept": "text/html, */*;q=0.1"})
    assert f'href="/problem/{slug}"' in page.text


def test_an_unknown_type_names_the_nearest(client: FlaskClient) -> None:
    problem = client.get("/problem/dead-line").get_json(force=True)
    assert problem["nearest"][0] == PROBLEM_TYPES["deadline"].iri
