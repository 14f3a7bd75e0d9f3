"""The tools as the SDK's own client calls them: in this process, and as a person starts them."""

import asyncio
import json
import os
import re
import sys
from pathlib import Path
from typing import Any

import httpx
import pytest
from click.testing import CliRunner
from mcp import Client as Caller
from mcp import StdioServerParameters
from mcp.server import MCPServer
from mcp.types import Tool

from kgservice.cli import main
from kgservice.client import Client
from kgservice.mcp import make_server
from tests.serving import serving

ID = "https://w3id.org/stc/id/"
TOOLS = {"search", "entry", "compare", "changes", "convergence", "proof", "query"}
VERDICT = re.compile(r"\b(is|are|not) (controlled|lawful|allowed|prohibited)\b", re.IGNORECASE)


def call(
    server: MCPServer | StdioServerParameters, name: str, **arguments: object
) -> tuple[bool, str]:
    """Return whether a call failed, and the text it gave."""

    async def calling() -> tuple[bool, str]:
        async with Caller(server) as caller:
            result = await caller.call_tool(name, arguments)
            (content,) = result.content
            return bool(result.is_error), str(getattr(content, "text", ""))

    return asyncio.run(calling())


@pytest.fixture
def server(client: Client) -> MCPServer:
    """Return the server over the invented release."""
    return make_server(client)


def answered(server: MCPServer, tool: str, **arguments: object) -> dict[str, Any]:
    failed, text = call(server, tool, **arguments)
    assert not failed, text
    assert not VERDICT.search(text)
    answer = dict(json.loads(text))
    assert "sources" in answer
    return answer


def test_tools_are_described(server: MCPServer) -> None:
    async def listing() -> list[Tool]:
        async with Caller(server) as caller:
            return (await caller.list_tools()).tools

    tools = asyncio.run(listing())
    assert {tool.name for tool in tools} == TOOLS
    for tool in tools:
        assert len(tool.description) > 60
        assert tool.annotations.read_only_hint
    schema = next(tool for tool in tools if tool.name == "entry").input_schema
    assert schema["required"] == ["control_list", "code"]


def test_search_and_entry(server: MCPServer) -> None:
    found = answered(server, "search", text="9a999", control_list="us-ccl", limit=2)
    assert [hit["code"] for hit in found["hits"]] == ["9A999", "9A999.a"]
    assert found["total"] == 4
    (source,) = found["sources"]
    assert source["edition"] == ID + "us-ccl/2001-01-01"
    assert source["publisher"] == "https://law.example/zorbs"
    entry = answered(server, "entry", control_list="us-ccl", code="9a999a")
    assert entry["iri"] == ID + "us-ccl/2001-01-01/9A999.a"
    assert entry["sources"] == found["sources"]


def test_convergence_and_proof(server: MCPServer) -> None:
    found = answered(server, "convergence", control_list="us-ccl", code="9A999")
    (stated,) = found["stated"]
    assert found["candidates"] == {"count": 0, "iris": []}
    assert found["sources"] == ["Zorb Act, section 9"]
    proof = answered(server, "proof", convergence=stated["iri"])
    assert proof["sources"] == ["Zorb Act, section 9"]


def test_query(server: MCPServer) -> None:
    found = answered(server, "query", sparql="SELECT ?a ?b { VALUES (?a ?b) { (2.5 UNDEF) } }")
    assert found["rows"] == [{"a": "2.5", "b": None}]
    text = "SELECT ?a { ?x ?y ?a . ?b ?c ?d }"
    failed, said = call(server, "query", sparql=text)
    assert failed
    assert "rows; expected 500 at most" in said


@pytest.mark.parametrize(
    ("tool", "arguments", "words"),
    [
        ("query", {"sparql": "SELECT ?x {"}, "status 400"),
        ("query", {"sparql": "DROP ALL"}, "status 403"),
        ("search", {"text": "zorb", "control_list": "us-cll"}, "did you mean 'us-ccl'?"),
        ("entry", {"control_list": "us-ccl", "code": "9A998"}, "status 404"),
        ("proof", {"convergence": "us-ccl/9A999"}, "no convergence"),
        ("search", {}, "text"),
    ],
)
def test_what_is_refused_says_why(
    server: MCPServer, tool: str, arguments: dict[str, Any], words: str
) -> None:
    failed, said = call(server, tool, **arguments)
    assert failed
    assert words in said


def test_comparing_asks_the_routes_of_the_service() -> None:
    asked: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(str(request.url))
        return httpx.Response(200, json={"rows": [], "sources": ["urn:x:edition"]})

    with Client("http://kg.example", transport=httpx.MockTransport(answer)) as client:
        server = make_server(client)
        answered(server, "compare", a="us-ccl", b="eu-annex-i")
        answered(server, "changes", control_list="us-ccl", older="2001-01-01", newer="2002-02-02")
    assert asked == [
        "http://kg.example/compare?a=us-ccl&b=eu-annex-i",
        "http://kg.example/changes?list=us-ccl&from=2001-01-01&to=2002-02-02",
    ]


def paged_client(document: dict[str, Any]) -> Client:
    """Return a client of a service that gives every request this document."""

    def answer(_: httpx.Request) -> httpx.Response:
        return httpx.Response(200, json=document, headers={"X-Release": "made"})

    return Client("http://kg.example", transport=httpx.MockTransport(answer))


def test_a_long_comparison_is_had_whole_page_by_page() -> None:
    pairs = [{"code": f"9X{n:03}", "other_code": f"9Y{n:03}", "x": "y" * 400} for n in range(600)]
    absences = [{"code": f"9Z{n:03}", "reason": "nothing-alike"} for n in range(50)]
    document = {"counts": {"identical": 600}, "correspondences": pairs, "absences": absences}
    had: dict[str, list[Any]] = {"correspondences": [], "absences": []}
    with paged_client({**document, "sources": ["urn:x"]}) as client:
        server, offset, pages = make_server(client), 0, 0
        while offset is not None:
            page = answered(server, "compare", a="us-ccl", b="eu-annex-i", offset=offset)
            assert (page["release"], page["counts"]) == ("made", {"identical": 600})
            paging = page["paging"]
            assert paging["total"] == 650
            assert paging["left"] == 650 - offset - paging["items"]
            for part, items in had.items():
                items += page[part]
            offset, pages = paging["next_offset"], pages + 1
    assert had == {"correspondences": pairs, "absences": absences}
    assert pages > 4


def test_a_part_of_a_comparison_is_had_by_its_codes() -> None:
    codes = ["3A001", "3B001", "9A001"]
    changes = [{"old_code": None, "new_code": code} for code in codes]
    with paged_client({"changes": changes, "sources": ["urn:x"]}) as client:
        server = make_server(client)
        named = {"control_list": "us-ccl", "older": "2001-01-01", "newer": "2002-02-02"}
        page = answered(server, "changes", **named, under="3", limit=1)
        assert page["changes"] == changes[:1]
        assert page["paging"] == {
            "offset": 0, "items": 1, "total": 2, "left": 1, "next_offset": 1,
        }  # fmt: skip
        for wrong, says in (({"offset": 9}, "expected 0 to 3"), ({"limit": 0}, "expected 1 or")):
            failed, said = call(server, "changes", **named, **wrong)
            assert failed
            assert says in said


def test_an_answer_too_long_is_an_error() -> None:
    def answer(_: httpx.Request) -> httpx.Response:
        return httpx.Response(200, json={"note": "x" * 200_000, "sources": ["urn:x"]})

    with Client("http://kg.example", transport=httpx.MockTransport(answer)) as client:
        failed, said = call(make_server(client), "compare", a="us-ccl", b="eu-annex-i")
    assert failed
    assert "expected 100,000 at most" in said


def test_the_verb_speaks_over_its_streams(app: Any, tmp_path: Path) -> None:  # noqa: ANN401

    with serving(Path(__file__).parents[1] / "search" / "present.trig",
                 settings={"releases": tmp_path}) as served:  # fmt: skip
        command = StdioServerParameters(
            command=sys.executable,
            args=["-m", "kgservice", "mcp", "--service", f"http://127.0.0.1:{served.port}"],
            env={k: v for k, v in os.environ.items() if not k.startswith("KGSERVICE_")},
            cwd=str(Path(__file__).parents[2]),
        )
        failed, text = call(command, "search", text="zorb")
    assert not failed, text
    assert json.loads(text)["total"] == 6


def test_the_verb_names_the_extra_that_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("kgservice.mcp", "kgservice.mcp.server"):
        monkeypatch.delitem(sys.modules, name, raising=False)
    monkeypatch.setitem(sys.modules, "mcp.server", None)
    done = CliRunner().invoke(main, ["mcp", "--service", "http://127.0.0.1:9"])
    assert done.exit_code == 2
    assert "pip install 'kgservice[mcp]'" in done.stderr
