"""The query catalogue: headers, ids, parameters and their terms."""

from pathlib import Path

import pytest

from kgservice.errors import QueryHeaderError, QueryParameterError, UnknownQueryError
from kgservice.queries import find_query, read_catalogue, read_query
from kgservice.query_parameters import KINDS, QueryParameter, read_pairs

HEADER = {
    "id": "CQ-901",
    "summary": "Things",
    "question": "Which things?",
    "tags": "[thing]",
    "parameters": "{code: {kind: code, meaning: a code}}",
    "entailment": "none",
    "example": "{code: 9X999}",
}
BODY = "SELECT $code ?s\nWHERE { ?s ?p $code }\nORDER BY ?s\n"


def write(folder: Path, name: str = "cq-901-things.rq", body: str = BODY, **header: str) -> Path:
    """Write a query file whose header differs in the given keys; an empty value drops one."""
    lines = [f"#+ {key}: {value}\n" for key, value in {**HEADER, **header}.items() if value]
    path = folder / name
    path.write_text("".join(lines) + "\n" + body, encoding="utf-8")
    return path


def test_query_is_read(tmp_path: Path) -> None:
    query = read_query(write(tmp_path, sample="{code: 3A001}"))
    assert (query.id, query.summary, query.question) == ("CQ-901", "Things", "Which things?")
    assert query.tags == ("thing",)
    assert query.parameters == (QueryParameter("code", "code", "a code"),)
    assert (query.example, query.sample) == ({"code": "9X999"}, {"code": "3A001"})
    assert query.text.endswith(BODY)
    assert query.terms({"code": "9X999"}) == {"code": '"9X999"'}


@pytest.mark.parametrize(
    ("header", "wanted"),
    [
        ({"summary": ""}, "header lacks summary"),
        ({"colour": "red"}, "unknown key colour; known are id, "),
        ({"id": "CQ-902"}, "header says id CQ-902; expected CQ-901"),
        ({"id": "Q1"}, "expected one such as CQ-001"),
        ({"summary": "[a]"}, "summary is no text"),
        ({"tags": "thing"}, "expected a list such as"),
        ({"parameters": "code"}, "expected a mapping"),
        ({"parameters": "{code: a code}"}, "expected {kind: …, meaning: …}"),
        ({"parameters": "{code: {kind: colour, meaning: m}}"}, "expected one of iri, code"),
        ({"parameters": "{co-de: {kind: code, meaning: m}}"}, "expected letters and digits"),
        ({"example": "9X999"}, "example '9X999'; expected a mapping"),
        ({"example": "{}"}, "example: CQ-901 lacks parameter code"),
        ({"sample": "{date: 2020-01-01}"}, "sample: CQ-901 has no parameter date"),
        ({"tags": "[thing"}, "header is not YAML"),
    ],
)
def test_faulty_header_is_refused(tmp_path: Path, header: dict[str, str], wanted: str) -> None:
    with pytest.raises(QueryHeaderError) as error:
        read_query(write(tmp_path, **header))
    assert str(error.value).startswith("cq-901-things.rq: ")
    assert wanted in str(error.value)


@pytest.mark.parametrize(
    ("body", "wanted"),
    [
        ("SELECT ?s $code WHERE { ?s ?p $code } ORDER BY ?s", "to begin with $code"),
        ("SELECT ?s WHERE { ?s ?p $code } ORDER BY ?s", "to begin with $code"),
        ("SELECT $code ?s WHERE { ?s $p $code } ORDER BY ?s", "$p is no parameter"),
    ],
)
def test_parameter_that_no_engine_binds_is_refused(tmp_path: Path, body: str, wanted: str) -> None:
    with pytest.raises(QueryHeaderError) as error:
        read_query(write(tmp_path, body=body))
    assert wanted in str(error.value)


def test_file_without_header_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "cq-901-things.rq"
    path.write_text(BODY, encoding="utf-8")
    with pytest.raises(QueryHeaderError, match="no header; expected lines"):
        read_query(path)


def test_number_is_never_reused(tmp_path: Path) -> None:
    write(tmp_path)
    write(tmp_path, "cq-901-others.rq")
    with pytest.raises(QueryHeaderError, match=r"cq-901-others\.rq and cq-901-things\.rq: both"):
        read_catalogue(tmp_path)


def test_empty_folder_is_no_catalogue(tmp_path: Path) -> None:
    with pytest.raises(QueryHeaderError, match=r"holds no \.rq file"):
        read_catalogue(tmp_path)


@pytest.mark.parametrize("name", ["cq-001", "CQ-001", " Cq-001 "])
def test_bundled_query_is_found(name: str) -> None:
    assert find_query(name).id == "CQ-001"


def test_unknown_query_names_near_ones() -> None:
    with pytest.raises(UnknownQueryError) as error:
        find_query("cq-0012")
    assert "cq-012 (notes-that-narrow-entry)" in str(error.value)


def test_every_bundled_query_has_a_sample() -> None:
    for query in read_catalogue():
        assert query.sample.keys() == {parameter.name for parameter in query.parameters}


DAY = "<http://www.w3.org/2001/XMLSchema#date>"


@pytest.mark.parametrize(
    ("kind", "value", "term"),
    [
        ("iri", "https://example.org/a", "<https://example.org/a>"),
        ("iri", "<urn:x:y>", "<urn:x:y>"),
        ("iri", "skos:broader", "<http://www.w3.org/2004/02/skos/core#broader>"),
        ("code", 'XI(a)(3) "x"\\', '"XI(a)(3) \\"x\\"\\\\"'),
        ("date", "2025-11-15", f'"2025-11-15"^^{DAY}'),
        ("list", "us-ccl", "<https://w3id.org/stc/id/us-ccl>"),
        ("list", "https://w3id.org/stc/id/us-ccl", "<https://w3id.org/stc/id/us-ccl>"),
        ("regime", "NSG", "<https://w3id.org/stc/id/regime/nsg>"),
        ("cas", "7440-61-1", '"7440-61-1"'),
    ],
)
def test_value_becomes_term(kind: str, value: str, term: str) -> None:
    assert QueryParameter("p", kind, "a parameter").term(value) == term


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("iri", "no iri"),
        ("iri", "http://a/b> <http://c"),
        ("code", "  "),
        ("date", "2025-11"),
        ("date", "20251115"),
        ("date", "2025-02-30"),
        ("list", "us ccl"),
        ("list", "https://example.org/us-ccl"),
        ("regime", "../nsg"),
        ("cas", "7440-61-2"),
        ("cas", "7440611"),
    ],
)
def test_value_of_another_kind_is_refused(kind: str, value: str) -> None:
    with pytest.raises(QueryParameterError) as error:
        QueryParameter("p", kind, "a parameter").term(value)
    assert str(error.value).startswith(f"parameter p: {value!r} does not do; expected ")


def test_every_kind_is_tried_above() -> None:
    assert set(KINDS) == {"iri", "code", "codes", "date", "list", "regime", "cas"}


def test_missing_and_unknown_parameters_are_named(tmp_path: Path) -> None:
    query = read_query(write(tmp_path))
    with pytest.raises(QueryParameterError, match="CQ-901 lacks parameter code; it takes code"):
        query.terms({})
    with pytest.raises(QueryParameterError, match="has no parameter date; it takes code"):
        query.terms({"code": "9X999", "date": "2020-01-01"})


def test_pairs_are_read() -> None:
    assert read_pairs(["code=9X999", "iri=a=b"]) == {"code": "9X999", "iri": "a=b"}
    for pairs, wanted in ([["code"], "name=value"], [["a=1", "a=2"], "given twice"]):
        with pytest.raises(QueryParameterError, match=str(wanted)):
            read_pairs(pairs)
