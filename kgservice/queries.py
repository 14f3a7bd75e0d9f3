"""Query catalogue: the ``.rq`` files under ``queries/`` and their ``#+`` headers.

The header is YAML behind ``#+`` marks, as in grlc; ``summary`` and ``tags`` mean what they
mean there.  This module knows nothing of stores or of HTTP: a parameter becomes an N-Triples
term, which whoever evaluates the query hands to the engine as the value of a variable.
"""

import difflib
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import yaml

from kgservice.bundled import bundled
from kgservice.errors import QueryHeaderError, QueryParameterError, UnknownQueryError
from kgservice.query_parameters import KINDS, QueryParameter

REQUIRED_KEYS: Final = (
    "id", "summary", "question", "tags", "parameters", "entailment", "example",
)  # fmt: skip
OPTIONAL_KEYS: Final = ("sample",)
_ID: Final = re.compile(r"CQ-[0-9]{3}")
_NAME: Final = re.compile(r"[A-Za-z][A-Za-z0-9]*")
_VARIABLE: Final = re.compile(r"\$([A-Za-z][A-Za-z0-9]*)")
_SELECT: Final = re.compile(r"^SELECT\s+(?:DISTINCT\s+)?((?:\$[A-Za-z][A-Za-z0-9]*\s+)*)", re.M)


@dataclass(frozen=True, slots=True)
class CatalogueQuery:
    """One query file: its header, and its whole text, which is valid SPARQL as it stands.

    :ivar example: the value of each parameter that its test binds; the codes are invented
    :ivar sample: the value of each parameter that gives an answer on the bundled lists
    """

    id: str
    summary: str
    question: str
    tags: tuple[str, ...]
    parameters: tuple[QueryParameter, ...]
    entailment: str
    example: dict[str, str]
    sample: dict[str, str]
    text: str
    path: Path

    def terms(self, values: dict[str, str]) -> dict[str, str]:
        """Return the N-Triples term of each parameter, by its name.

        :param values: one value for each parameter, by its name
        :returns: terms in the order of the parameters
        :raises QueryParameterError: if a parameter has no value, a value no parameter, or a
            value is not of its parameter's kind
        """
        known = {parameter.name: parameter for parameter in self.parameters}
        takes = "; it takes " + (", ".join(known) or "none")
        if unknown := sorted(set(values) - set(known)):
            raise QueryParameterError(f"{self.id} has no parameter {', '.join(unknown)}{takes}")
        if missing := [name for name in known if name not in values]:
            raise QueryParameterError(f"{self.id} lacks parameter {', '.join(missing)}{takes}")
        return {name: parameter.term(values[name]) for name, parameter in known.items()}


def read_catalogue(folder: Path | None = None) -> tuple[CatalogueQuery, ...]:
    """Return the queries of a folder, by id; of the bundled competency questions by default.

    :param folder: holds the ``.rq`` files
    :returns: queries sorted by id
    :raises QueryHeaderError: if a header cannot be used, two files bear one id, or there is none
    """
    place = folder or bundled("queries") / "competency"
    queries = [read_query(path) for path in sorted(place.glob("*.rq"))]
    if not queries:
        raise QueryHeaderError(f"{place.name}: holds no .rq file; expected query files")
    paths: dict[str, Path] = {}
    for query in queries:
        if query.id in paths:
            twice = f"{paths[query.id].name} and {query.path.name}"
            raise QueryHeaderError(f"{twice}: both say id {query.id}; a number is never reused")
        paths[query.id] = query.path
    return tuple(queries)


def find_query(name: str, folder: Path | None = None) -> CatalogueQuery:
    """Return the query of an id in any case, such as ``cq-001``.

    :param name: ``cq-001`` or ``CQ-001``
    :param folder: holds the ``.rq`` files; that of the bundled questions by default
    :returns: the query
    :raises UnknownQueryError: if no query has that id; the message lists near ones
    """
    queries = {query.id: query for query in read_catalogue(folder)}
    wanted = name.strip().upper()
    if wanted in queries:
        return queries[wanted]
    near = difflib.get_close_matches(wanted, queries, n=3, cutoff=0.6) or list(queries)[:3]
    listed = ", ".join(f"{key.lower()} ({queries[key].path.stem[7:]})" for key in near)
    raise UnknownQueryError(f"no question is named {name!r}; near it are {listed}")


def read_query(path: Path) -> CatalogueQuery:
    """Read one query file.

    :param path: a ``.rq`` file named ``<id in lower case>-<slug>.rq``
    :returns: its header, and its text
    :raises QueryHeaderError: if the header is not a YAML mapping of the known keys, carries an
        ``id`` other than the file name's, or its parameters are not those of the query
    """
    text = path.read_text(encoding="utf-8")
    header = _header(path, text)
    number = header["id"]
    if not (isinstance(number, str) and _ID.fullmatch(number)):
        raise QueryHeaderError(f"{path.name}: id {number!r}; expected one such as CQ-001")
    if not path.name.startswith(f"{number.lower()}-"):
        raise QueryHeaderError(
            f"{path.name}: header says id {number}; expected {path.name[:6].upper()}"
        )
    for key in ("summary", "question", "entailment"):
        if not isinstance(header[key], str) or not header[key].strip():
            raise QueryHeaderError(f"{path.name}: {key} is no text; expected a phrase or sentence")
    parameters = _parameters(path, header["parameters"])
    _check_projection(path, text, parameters)
    query = CatalogueQuery(
        id=number,
        summary=header["summary"],
        question=header["question"],
        tags=_tags(path, header["tags"]),
        parameters=parameters,
        entailment=header["entailment"],
        example=_values(path, "example", header["example"]),
        sample=_values(path, "sample", header.get("sample", {})),
        text=text,
        path=path,
    )
    _check_values(query)
    return query


def _header(path: Path, text: str) -> dict[str, Any]:
    marked = [line[2:] for line in text.splitlines() if line.startswith("#+")]
    try:
        header = yaml.safe_load("\n".join(marked))
    except yaml.YAMLError as error:
        place = " ".join(str(error).split())
        raise QueryHeaderError(f"{path.name}: header is not YAML: {place}") from error
    if not isinstance(header, dict):
        raise QueryHeaderError(f"{path.name}: no header; expected lines '#+ key: value'")
    if missing := [key for key in REQUIRED_KEYS if key not in header]:
        raise QueryHeaderError(f"{path.name}: header lacks {', '.join(missing)}")
    if unknown := [str(key) for key in header if key not in REQUIRED_KEYS + OPTIONAL_KEYS]:
        known = ", ".join(REQUIRED_KEYS + OPTIONAL_KEYS)
        raise QueryHeaderError(f"{path.name}: unknown key {', '.join(unknown)}; known are {known}")
    return header


def _tags(path: Path, tags: object) -> tuple[str, ...]:
    if not isinstance(tags, list) or not all(isinstance(tag, str) for tag in tags):
        raise QueryHeaderError(f"{path.name}: tags {tags!r}; expected a list such as [entry, list]")
    return tuple(tags)


def _parameters(path: Path, table: object) -> tuple[QueryParameter, ...]:
    if not isinstance(table, dict):
        raise QueryHeaderError(f"{path.name}: parameters {table!r}; expected a mapping, or {{}}")
    found = []
    for name, about in table.items():
        place = f"{path.name}: parameter {name}"
        if not isinstance(name, str) or not _NAME.fullmatch(name):
            raise QueryHeaderError(f"{place}; expected letters and digits, a letter first")
        if not isinstance(about, dict) or set(about) != {"kind", "meaning"}:
            raise QueryHeaderError(f"{place}: expected {{kind: …, meaning: …}}")
        if about["kind"] not in KINDS:
            kinds = ", ".join(KINDS)
            raise QueryHeaderError(f"{place}: kind {about['kind']!r}; expected one of {kinds}")
        found.append(QueryParameter(name, about["kind"], str(about["meaning"])))
    return tuple(found)


def _check_projection(path: Path, text: str, parameters: tuple[QueryParameter, ...]) -> None:
    """Refuse a query whose parameters are not projected first: no engine could bind them."""
    body = "\n".join(line for line in text.splitlines() if not line.startswith("#"))
    select = _SELECT.search(body)
    projected = _VARIABLE.findall(select.group(1)) if select else []
    named = [parameter.name for parameter in parameters]
    if projected != named:
        wanted = " ".join(f"${name}" for name in named) or "no $name"
        raise QueryHeaderError(f"{path.name}: expected SELECT to begin with {wanted}")
    if stray := sorted(set(_VARIABLE.findall(body)) - set(named)):
        marked = ", ".join(f"${name}" for name in stray)
        raise QueryHeaderError(f"{path.name}: {marked} is no parameter; expected ?name there")


def _values(path: Path, key: str, values: object) -> dict[str, str]:
    if not isinstance(values, dict):
        raise QueryHeaderError(f"{path.name}: {key} {values!r}; expected a mapping, or {{}}")
    return {str(name): str(value) for name, value in values.items()}


def _check_values(query: CatalogueQuery) -> None:
    for key, values in (("example", query.example), ("sample", query.sample)):
        try:
            if key == "example" or values:
                query.terms(values)
        except QueryParameterError as error:
            raise QueryHeaderError(f"{query.path.name}: {key}: {error}") from error
