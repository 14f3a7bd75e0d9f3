"""The SPARQL 1.1 Protocol's query operation: method, query form, Accept → status, type, body."""

import csv
import gzip
import io
import json
from collections.abc import Callable
from urllib.parse import quote, urlencode

import brotli  # type: ignore[import-untyped]
import pytest
from lxml import etree
from pyoxigraph import RdfFormat, parse

from tests.serving import Reply, Served

PREFIX = "PREFIX t: <https://w3id.org/stc/test#> "
QUERIES = {
    "SELECT": PREFIX + "SELECT ?code WHERE { ?s t:code ?code } ORDER BY ?code",
    "ASK": PREFIX + "ASK { t:a t:code '9X001' }",
    "CONSTRUCT": PREFIX + "CONSTRUCT { ?s t:code ?code } WHERE { ?s t:code ?code }",
    "DESCRIBE": PREFIX + "DESCRIBE t:b",
}
FORM = "application/x-www-form-urlencoded"
DIRECT = "application/sparql-query"
HTML = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


def by_get(served: Served, text: str, accept: str | None) -> Reply:
    return served.query(text, accept)


def by_form(served: Served, text: str, accept: str | None) -> Reply:
    headers = {"Content-Type": FORM} | ({"Accept": accept} if accept else {})
    return served.ask("POST", "/sparql", urlencode({"query": text}).encode(), headers)


def by_direct(served: Served, text: str, accept: str | None) -> Reply:
    headers = {"Content-Type": DIRECT} | ({"Accept": accept} if accept else {})
    return served.ask("POST", "/sparql", text.encode(), headers)


BINDINGS = [by_get, by_form, by_direct]


def json_codes(body: bytes) -> object:
    document = json.loads(body)
    if "boolean" in document:
        return document["boolean"]
    return [row["code"]["value"] for row in document["results"]["bindings"]]


def xml_codes(body: bytes) -> object:
    root = etree.fromstring(body)
    if found := root.findtext("{*}boolean"):
        return found == "true"
    return [literal.text for literal in root.iter("{*}literal")]


def csv_codes(body: bytes) -> object:
    return [row["code"] for row in csv.DictReader(io.StringIO(body.decode()))]


def tsv_codes(body: bytes) -> object:
    head, *rows = body.decode().splitlines()
    assert head == "?code"
    return [row.strip('"') for row in rows]


def triples(rdf_format: RdfFormat) -> Callable[[bytes], object]:
    return lambda body: sorted(quad.object.value for quad in parse(body, rdf_format))  # type: ignore[union-attr]


READERS = {
    "application/sparql-results+json": json_codes,
    "application/json": json_codes,
    "application/sparql-results+xml": xml_codes,
    "application/xml": xml_codes,
    "text/csv": csv_codes,
    "text/tab-separated-values": tsv_codes,
    "text/turtle": triples(RdfFormat.TURTLE),
    "application/n-triples": triples(RdfFormat.N_TRIPLES),
    "application/ld+json": triples(RdfFormat.JSON_LD),
    "application/rdf+xml": triples(RdfFormat.RDF_XML),
    "text/plain": triples(RdfFormat.N_TRIPLES),
}
ANSWERS = {
    "SELECT": ["9X001", "9X002"],
    "ASK": True,
    "CONSTRUCT": ["9X001", "9X002"],
    "DESCRIBE": ["9X002"],
}
SR_JSON, SR_XML = "application/sparql-results+json", "application/sparql-results+xml"
TABLE = [
    ("SELECT", None, 200, SR_JSON),
    ("SELECT", "*/*", 200, SR_JSON),
    ("SELECT", "application/*", 200, SR_JSON),
    ("SELECT", "text/*", 200, "text/csv"),
    ("SELECT", SR_JSON, 200, SR_JSON),
    ("SELECT", SR_XML, 200, SR_XML),
    ("SELECT", "application/json", 200, "application/json"),
    ("SELECT", "text/csv", 200, "text/csv"),
    ("SELECT", "TEXT/CSV", 200, "text/csv"),
    ("SELECT", "text/tab-separated-values", 200, "text/tab-separated-values"),
    ("SELECT", "text/csv;q=0.1, application/sparql-results+xml;q=0.2", 200, SR_XML),
    ("SELECT", "text/csv;q=0.2, application/sparql-results+xml;q=0.1", 200, "text/csv"),
    ("SELECT", f"{SR_JSON};q=0, */*;q=0.5", 200, SR_XML),
    ("SELECT", f"text/turtle, {SR_XML};q=0.3", 200, SR_XML),
    ("SELECT", "text/csv; q=1.0; charset=utf-8", 200, "text/csv"),
    ("SELECT", HTML, 200, "application/xml"),
    ("SELECT", "text/turtle", 406, ""),
    ("SELECT", "image/png", 406, ""),
    ("SELECT", "text/csv;q=0", 406, ""),
    ("SELECT", "nonsense", 406, ""),
    ("ASK", None, 200, SR_JSON),
    ("ASK", SR_XML, 200, SR_XML),
    ("ASK", "text/csv", 406, ""),
    ("ASK", "text/tab-separated-values", 406, ""),
    ("ASK", "text/csv, */*;q=0.1", 200, SR_JSON),
    ("CONSTRUCT", None, 200, "text/turtle"),
    ("CONSTRUCT", "*/*", 200, "text/turtle"),
    ("CONSTRUCT", "application/n-triples", 200, "application/n-triples"),
    ("CONSTRUCT", "application/ld+json", 200, "application/ld+json"),
    ("CONSTRUCT", "application/rdf+xml", 200, "application/rdf+xml"),
    ("CONSTRUCT", "text/plain", 200, "text/plain"),
    ("CONSTRUCT", "application/rdf+xml;q=0.9, text/turtle;q=0.8", 200, "application/rdf+xml"),
    ("CONSTRUCT", SR_JSON, 406, ""),
    ("DESCRIBE", "text/turtle", 200, "text/turtle"),
    ("DESCRIBE", "text/csv", 406, ""),
]


@pytest.mark.parametrize("binding", BINDINGS)
@pytest.mark.parametrize(("form", "accept", "status", "media_type"), TABLE)
def test_table(
    served: Served,
    binding: Callable[[Served, str, str | None], Reply],
    form: str,
    accept: str | None,
    status: int,
    media_type: str,
) -> None:
    reply = binding(served, QUERIES[form], accept)
    assert reply.status == status, reply
    assert int(reply.headers["content-length"]) == len(reply.body)
    assert reply.headers["access-control-allow-origin"] == "*"
    if status == 406:
        assert reply.slug == "not-acceptable"
        return
    assert reply.media_type == media_type
    assert {"Accept", "Accept-Encoding"} <= set(reply.headers["vary"].split(", "))
    assert READERS[media_type](reply.body) == ANSWERS[form]


@pytest.mark.parametrize("form", QUERIES)
def test_head_is_get_without_a_body(served: Served, form: str) -> None:
    address = "/sparql?query=" + quote(QUERIES[form])
    got, head = served.ask("GET", address), served.ask("HEAD", address)
    assert head.status == 200
    assert head.body == b""
    for name in ("content-type", "content-length", "etag", "vary", "cache-control"):
        assert head.headers[name] == got.headers[name]


def test_head_keeps_the_connection_usable(served: Served) -> None:
    address = "/sparql?query=" + quote(QUERIES["SELECT"])
    request = f"HEAD {address} HTTP/1.1\r\nHost: x\r\n\r\n".encode() * 2
    request += b"GET /livez HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
    received = served.raw(request)
    assert received.count(b"HTTP/1.1 200 OK") == 3
    assert received.endswith(b"\r\n\r\nalive\n")


@pytest.mark.parametrize(
    ("default", "named", "text", "expected"),
    [
        ("", "", "SELECT ?c WHERE { ?s t:code ?c }", {"9X001", "9X002"}),
        ("old", "", "SELECT ?c WHERE { ?s t:code ?c }", {"9X001-old"}),
        ("old older", "", "SELECT ?c WHERE { ?s t:code ?c }", {"9X001-old", "9X001-older"}),
        ("", "old", "SELECT ?c WHERE { GRAPH ?g { ?s t:code ?c } }", {"9X001-old"}),
        ("", "old", "SELECT ?c WHERE { ?s t:code ?c }", set()),
        ("old", "", "SELECT ?c WHERE { GRAPH ?g { ?s t:code ?c } }", set()),
        ("old", "", "SELECT ?c FROM t:older WHERE { ?s t:code ?c }", {"9X001-old"}),
    ],
)
@pytest.mark.parametrize("binding", ["get", "form", "direct"])
def test_dataset(
    served: Served, binding: str, default: str, named: str, text: str, expected: set[str]
) -> None:
    base = "https://w3id.org/stc/test#"
    pairs = [("default-graph-uri", base + name) for name in default.split()]
    pairs += [("named-graph-uri", base + name) for name in named.split()]
    if binding == "direct":
        headers = {"Content-Type": DIRECT, "Accept": "text/csv"}
        address = "/sparql?" + urlencode(pairs)
        reply = served.ask("POST", address, (PREFIX + text).encode(), headers)
    elif binding == "form":
        headers = {"Content-Type": FORM, "Accept": "text/csv"}
        body = urlencode([*pairs, ("query", PREFIX + text)]).encode()
        reply = served.ask("POST", "/sparql", body, headers)
    else:
        address = "/sparql?" + urlencode([("query", PREFIX + text), *pairs])
        reply = served.ask("GET", address, headers={"Accept": "text/csv"})
    assert reply.status == 200
    assert set(reply.body.decode().split()[1:]) == expected


ASK = quote("ASK {}")
BAD_REQUESTS = [
    ("GET", f"/sparql?query={ASK}&query={ASK}", None, None, 400),
    ("GET", "/sparql?query=", None, None, 400),
    ("GET", "/sparql?default-graph-uri=urn:x:a", None, None, 400),
    ("GET", f"/sparql?query={ASK}&default-graph-uri=relative", None, None, 400),
    ("GET", f"/sparql?query={ASK}&named-graph-uri=urn:x:a%3E%20b", None, None, 400),
    ("GET", f"/sparql?query={ASK}&timeout=0", None, None, 400),
    ("GET", f"/sparql?query={ASK}&timeout=nan", None, None, 400),
    ("GET", f"/sparql?query={ASK}&timeout=soon", None, None, 400),
    ("GET", f"/sparql?query={ASK}&timeout=1&timeout=2", None, None, 400),
    ("GET", f"/sparql?query={ASK}&asOf=2021-06-01", None, None, 503),
    ("GET", "/sparql?query=%FF", None, None, 400),
    ("GET", "/sparql?query=ASK%7B", None, None, 400),
    ("GET", "/sparql?update=CLEAR%20ALL", None, None, 403),
    ("GET", "/sparql?query=CLEAR%20ALL", None, None, 403),
    ("POST", "/sparql", FORM, b"", 400),
    ("POST", "/sparql", FORM, b"query=ASK{}&query=ASK{}", 400),
    ("POST", "/sparql", FORM, b"query=%FF", 400),
    ("POST", "/sparql", FORM, b"query=\xff", 400),
    ("POST", "/sparql", FORM, b"update=CLEAR+ALL", 403),
    ("POST", f"/sparql?query={ASK}", FORM, b"query=ASK{}", 400),
    ("POST", f"/sparql?query={ASK}", FORM, b"", 400),
    ("POST", "/sparql?timeout=1", FORM, b"query=ASK{}&timeout=1", 400),
    ("POST", f"/sparql?query={ASK}", DIRECT, b"ASK {}", 400),
    ("POST", "/sparql", DIRECT, b"", 400),
    ("POST", "/sparql", DIRECT, b"ASK { \xff }", 400),
    ("POST", "/sparql", DIRECT, b"DROP ALL", 403),
    ("POST", "/sparql", "application/sparql-update", b"DROP ALL", 403),
    ("POST", "/sparql", "application/sparql-query; charset=utf-16", b"ASK {}", 415),
    ("POST", "/sparql", "text/plain", b"ASK {}", 415),
    ("POST", "/sparql", "application/json", b"{}", 415),
    ("POST", "/sparql", None, b"ASK {}", 415),
    ("PUT", "/sparql", DIRECT, b"ASK {}", 405),
    ("DELETE", "/sparql", None, None, 405),
    ("PATCH", "/sparql", DIRECT, b"ASK {}", 405),
    ("GET", "/nowhere", None, None, 404),
]


@pytest.mark.parametrize(("method", "path", "content_type", "body", "status"), BAD_REQUESTS)
def test_what_the_protocol_refuses(
    served: Served,
    method: str,
    path: str,
    content_type: str | None,
    body: bytes | None,
    status: int,
) -> None:
    headers = {"Content-Type": content_type} if content_type else {}
    reply = served.ask(method, path, body, headers)
    assert reply.status == status, reply
    assert reply.problem["detail"]
    if status == 405:
        assert "GET" in reply.headers["allow"]


def test_a_syntax_error_names_line_and_column(served: Served) -> None:
    reply = served.query("SELECT ?x\nWHERE { ?x ?y }")
    assert (reply.status, reply.slug) == (400, "query-syntax")
    assert (reply.problem["line"], reply.problem["column"]) == (2, 15)
    assert "'}' cannot stand here" in reply.problem["detail"]


def test_errors_are_html_where_asked(served: Served) -> None:
    reply = served.query("SELECT <script>alert(1)</script>", HTML)
    assert reply.status == 400
    assert reply.media_type == "text/html"
    assert b"<script>" not in reply.body


def test_conditional_requests(served: Served) -> None:
    first = served.query(QUERIES["SELECT"])
    tag = first.headers["etag"]
    assert "no-cache" in first.headers["cache-control"]
    address = "/sparql?query=" + quote(QUERIES["SELECT"])
    again = served.ask("GET", address, headers={"If-None-Match": f'"x", {tag}'})
    assert (again.status, again.body) == (304, b"")
    assert again.headers["etag"] == tag
    other = served.ask("GET", address, headers={"If-None-Match": tag, "Accept": "text/csv"})
    assert other.status == 200
    assert other.headers["etag"] != tag
    assert served.query(QUERIES["SELECT"] + " ").headers["etag"] != tag


@pytest.mark.parametrize("function", ["NOW()", "RAND()", "UUID()", "STRUUID()", "BNODE()"])
def test_what_differs_each_time_is_not_kept(served: Served, function: str) -> None:
    text = f"SELECT ({function} AS ?x) WHERE {{}}"
    first, second = served.query(text), served.query(text)
    assert first.status == second.status == 200
    assert "etag" not in first.headers
    assert first.headers["cache-control"] == "no-store"
    if function != "NOW()":
        assert first.body != second.body


@pytest.mark.parametrize(
    ("accepted", "coding"),
    [
        ("gzip", "gzip"),
        ("br", "br"),
        ("gzip, br", "br"),
        ("gzip;q=1, br;q=0.5", "gzip"),
        ("*", "br"),
        ("gzip;q=0", None),
        ("identity", None),
        ("zstd", None),
        ("", None),
    ],
)
@pytest.mark.parametrize("rows", [200, 4000])
def test_content_codings(served: Served, accepted: str, coding: str | None, rows: int) -> None:
    values = " ".join(str(number) for number in range(rows))
    text = f"SELECT ?x ?y WHERE {{ VALUES ?x {{ {values} }} BIND('{'z' * 90}' AS ?y) }}"
    body = urlencode({"query": text}).encode()
    headers = {"Content-Type": FORM, "Accept": "text/csv", "Accept-Encoding": accepted}
    reply = served.ask("POST", "/sparql", body, headers)
    assert reply.headers.get("content-encoding") == coding
    assert int(reply.headers["content-length"]) == len(reply.body)
    decoders = {"gzip": gzip.decompress, "br": brotli.decompress, None: bytes}
    assert len(csv_codes_of(decoders[coding](reply.body))) == rows


def csv_codes_of(body: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(body.decode())))


def test_small_answers_are_not_coded(served: Served) -> None:
    address = "/sparql?query=" + quote("ASK {}")
    reply = served.ask("GET", address, headers={"Accept-Encoding": "gzip, br"})
    assert "content-encoding" not in reply.headers


def test_options_and_preflight(served: Served) -> None:
    headers = {"Origin": "https://example.org", "Access-Control-Request-Method": "POST"}
    reply = served.ask("OPTIONS", "/sparql", headers=headers)
    assert (reply.status, reply.body) == (204, b"")
    assert {"GET", "HEAD", "POST"} <= set(reply.headers["allow"].split(", "))
    assert "POST" in reply.headers["access-control-allow-methods"]
    assert "Content-Type" in reply.headers["access-control-allow-headers"]


def test_options_of_nothing(served: Served) -> None:
    assert served.ask("OPTIONS", "/nowhere").status == 404


def test_security_headers(served: Served) -> None:
    for reply in (served.query("ASK {}"), served.get("/"), served.get("/nowhere")):
        assert reply.headers["x-content-type-options"] == "nosniff"
        assert reply.headers["x-frame-options"] == "DENY"
        assert "default-src 'none'" in reply.headers["content-security-policy"]


def test_a_lower_timeout_is_obeyed(served: Served) -> None:
    text = "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f }"
    assert served.query(text, timeout="1").status == 200
    values = " ".join(str(number) for number in range(900))
    slow = f"SELECT (COUNT(*) AS ?n) WHERE {{ VALUES ?x {{{values}}} VALUES ?y {{{values}}}"
    slow += f" VALUES ?z {{{values}}} }}"
    reply = served.query(slow, timeout="0.2")
    assert (reply.status, reply.slug) == (503, "deadline")
    assert (reply.problem["limit"], reply.problem["value"]) == ("seconds", 0.2)
    assert "retry-after" in reply.headers
    assert served.query(slow, timeout="99").problem["value"] == 2.0


def test_relative_iris_are_resolved_against_the_endpoint(served: Served) -> None:
    reply = served.query("SELECT (STR(<x>) AS ?x) WHERE {}", "text/csv")
    assert reply.body == f"x\r\nhttp://127.0.0.1:{served.port}/x\r\n".encode()


def test_too_many_rows(served: Served) -> None:
    values = " ".join(str(number) for number in range(80))
    text = f"SELECT * WHERE {{ VALUES ?x {{{values}}} VALUES ?y {{{values}}} }}"
    reply = served.query(text)
    assert (reply.status, reply.slug) == (413, "too-many-rows")
    assert reply.problem["value"] == 5000
