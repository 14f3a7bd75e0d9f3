"""A transfer case entered in a form: its fields, and the Turtle that they describe.

The form holds what most cases need; a case with more to say is sent as Turtle.
"""

import datetime
import re
from collections.abc import Iterator
from typing import Any, Final

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, serialize

from kgservice.errors import CodeError
from kgservice.namespaces import BASE, DCTERMS, ID, PROV, RDF, SKOS, STC, XSD, provision_iri
from kgservice.readers.descriptors import list_ids, read_descriptor
from kgservice.web.kinds import Parameter, choice, day, pattern, text
from kgservice.web.operations import Values
from kgservice.web.problems import ParameterError

CASE: Final = NamedNode(f"{ID}case/form")
FORMS: Final = (
    "GoodsForm", "ObjectCodeForm", "SourceCodeForm", "ModelParametersForm", "TechnologyForm",
)  # fmt: skip
MODES: Final = (
    "PhysicalTransfer", "ElectronicTransfer", "TechnicalAssistance", "CloudAccess",
    "DomesticRelease",
)  # fmt: skip
_STATE: Final = "[A-Z]{3}"
_STATES: Final = "three letters of ISO 3166, such as DEU"
_TERMS: Final = "[A-Za-z][A-Za-z0-9-]{0,80}"
_PARTED: Final = re.compile(r"\s*;\s*")


def _field(parameter: Parameter[Any]) -> Parameter[Any]:
    return parameter.optional().within("form")


TITLE: Final = _field(text("title", "What the case is called.", "Model for a weather service", 200))
ITEMS: Final = _field(
    text(
        "items", "Entries as list and code, parted by semicolons.", "us-ccl 3A090.a; us-ccl 4A090.a"
    )
)
MEANS: Final = _field(
    pattern("means", "What AI does or how, as a term.", "ObjectDetection", _TERMS, "a term of ours")
)
FORM: Final = choice("form", "In which form it goes over.", FORMS).many().within("form")
MODE: Final = _field(choice("mode", "How it goes over.", MODES))
FROM: Final = _field(pattern("from", "The State it leaves.", "USA", _STATE, _STATES))
TO: Final = _field(pattern("to", "The State it goes to.", "DEU", _STATE, _STATES))
USER: Final = _field(text("user", "The end user's name.", "Invented Works", 200))
USE: Final = _field(text("use", "The end use as it is stated.", "Weather forecasts", 1000))
CITIZEN: Final = _field(
    pattern(
        "citizen",
        "States of which the recipient is a citizen, parted by semicolons, the latest last.",
        "AUT; FRA",
        f"{_STATE}(\\s*;\\s*{_STATE})*",
        _STATES,
    )
)
MODEL: Final = _field(text("model", "A model's name, where one goes over.", "Cattle detector", 200))
BASE_MODEL: Final = _field(text("base", "The model it was made from.", "Published detector", 200))
TRAINABLE: Final = _field(
    choice("trainable", "Whether its user can train it further.", ("true", "false"))
)
DATE: Final = _field(day("date", "The day on which it is looked at.", "2026-03-02"))
FIELDS: Final = (
    TITLE, ITEMS, MEANS, FORM, MODE, FROM, TO, USER, USE, CITIZEN, MODEL, BASE_MODEL, TRAINABLE,
    DATE,
)  # fmt: skip
NEEDED: Final = (MODE, FROM, USER)


def case_turtle(values: Values) -> bytes:
    """Return the case that a filled form describes; what was left empty is not stated.

    :param values: of :data:`FIELDS`
    :returns: one ``stc:TransferCase`` in Turtle
    :raises ParameterError: if a field that every case needs is empty, or an item is no list and
        code
    """
    for field in NEEDED:
        if not values[field]:
            raise ParameterError(f"{field.name!r} is missing; expected {field.wanted}", field.name)
    if not (values[ITEMS] or values[MEANS] or values[MODEL]):
        needed = "'items' is missing; expected what goes over: an item, a technique or a model"
        raise ParameterError(needed, ITEMS.name)
    written = serialize(list(_statements(values)), format=RdfFormat.TURTLE)
    if written is None:
        raise TypeError("serialize gave no text")
    return written


def _statements(values: Values) -> Iterator[Triple]:
    yield Triple(CASE, NamedNode(RDF + "type"), NamedNode(STC + "TransferCase"))
    yield _said(CASE, SKOS + "prefLabel", Literal(values[TITLE] or "A case", language="en"))
    if values[DATE]:
        yield _said(CASE, DCTERMS + "date", _day(values[DATE]))
    for item in _items(values[ITEMS] or ""):
        yield _said(CASE, STC + "transfers", NamedNode(item))
    if values[MEANS]:
        yield _said(CASE, STC + "transfers", NamedNode(STC + values[MEANS]))
    for form in values[FORM]:
        yield _said(CASE, STC + "transferForm", NamedNode(STC + form))
    if values[MODE]:
        yield _said(CASE, STC + "transferMode", NamedNode(STC + values[MODE]))
    for key, state in (("fromState", values[FROM]), ("destination", values[TO])):
        if state:
            yield _said(CASE, STC + key, _party(state))
    if values[USE]:
        yield _said(CASE, STC + "statedEndUse", Literal(values[USE], language="en"))
    yield from _parties(values)
    yield from _model(values)


def _parties(values: Values) -> Iterator[Triple]:
    if values[USER]:
        yield from _thing("endUser", "TransferParty", "user", values[USER])
    if values[CITIZEN]:
        states = _PARTED.split(values[CITIZEN].strip())
        person = BlankNode("recipient")
        yield from _thing("recipient", "TransferParty", "recipient", "The recipient")
        for state in states:
            yield Triple(person, NamedNode(STC + "citizenOf"), _party(state))
        yield Triple(person, NamedNode(STC + "latestNationality"), _party(states[-1]))


def _model(values: Values) -> Iterator[Triple]:
    if not (values[MODEL] or values[BASE_MODEL] or values[TRAINABLE]):
        return
    model = BlankNode("model")
    yield from _thing("transfers", "AIModel", "model", values[MODEL] or "The model")
    if values[TRAINABLE]:
        said = Literal(values[TRAINABLE], datatype=NamedNode(XSD + "boolean"))
        yield Triple(model, NamedNode(STC + "furtherTrainable"), said)
    if values[BASE_MODEL]:
        base = BlankNode("base")
        yield Triple(model, NamedNode(PROV + "wasDerivedFrom"), base)
        yield Triple(base, NamedNode(RDF + "type"), NamedNode(STC + "AIModel"))
        name = Literal(values[BASE_MODEL], language="en")
        yield Triple(base, NamedNode(SKOS + "prefLabel"), name)


def _thing(way: str, kind: str, key: str, name: str) -> Iterator[Triple]:
    own = BlankNode(key)
    yield Triple(CASE, NamedNode(STC + way), own)
    yield Triple(own, NamedNode(RDF + "type"), NamedNode(STC + kind))
    yield Triple(own, NamedNode(SKOS + "prefLabel"), Literal(name, language="en"))


def _items(given: str) -> Iterator[str]:
    for item in filter(None, _PARTED.split(given.strip())):
        list_id, _, code = item.partition(" ")
        if list_id not in list_ids() or not code:
            known = ", ".join(list_ids())
            raise ParameterError(
                f"'items' has {item[:80]!r}; expected a list and a code, such as us-ccl 3A090.a;"
                f" lists are {known}",
                ITEMS.name,
            )
        try:
            yield provision_iri(list_id, read_descriptor(list_id).grammar.normalise(code))
        except CodeError as error:
            raise ParameterError(f"'items': {error}", ITEMS.name) from error


def _party(state: str) -> NamedNode:
    return NamedNode(f"{BASE}id/party/{state}")


def _day(value: datetime.date) -> Literal:
    return Literal(value.isoformat(), datatype=NamedNode(XSD + "date"))


def _said(subject: NamedNode, predicate: str, value: NamedNode | Literal) -> Triple:
    return Triple(subject, NamedNode(predicate), value)
