"""``/assess``: a transfer case in, its four factors out.  Nothing that is sent is kept."""

import json
from collections.abc import Callable
from typing import Final

from flask import Blueprint, Response, request

from kgservice.assessment import Assessment, ask_store, assess
from kgservice.assessment.output import as_json, as_text, as_turtle, reach_note
from kgservice.web import case_form
from kgservice.web.asking import accounted
from kgservice.web.frame import page
from kgservice.web.operations import FORMS, HTML, JSON, Answer, Body, Operation, Values, takes
from kgservice.web.rows import rows
from kgservice.web.schemas import OBJECT
from kgservice.web.service import store

blueprint = Blueprint("assessment", __name__)

TURTLE: Final = "text/turtle"
FORM: Final = FORMS[0]
WRITERS: Final[dict[str, Callable[[Assessment], str | bytes]]] = {
    JSON: lambda found: json.dumps(as_json(found), ensure_ascii=False) + "\n",
    TURTLE: as_turtle,
    "text/plain": as_text,
}
ASSESSMENT: Final = "Reasons with sources, what is unknown, what to ask."
ENTER: Final = Operation("Enter a transfer case", answers=(Answer(HTML, "A form."),))
ASSESS: Final = Operation(
    "Assess a transfer case by its four factors",
    case_form.FIELDS,
    (
        *(Answer(name, ASSESSMENT, OBJECT if name == JSON else None) for name in WRITERS),
        Answer(HTML, ASSESSMENT),
    ),
    Body(
        (TURTLE, FORM),
        "Turtle that describes one stc:TransferCase, or a filled form; it is not kept.",
    ),
    description="Never a verdict: what follows is for the authority to say.",
)
CHOICES: Final = """
SELECT ?kind ?thing ?name {
  { ?thing a stc:Party ; skos:prefLabel ?name BIND("state" AS ?kind) }
  UNION { ?thing a stc:AITask ; skos:prefLabel ?name BIND("means" AS ?kind) }
  UNION { ?thing a stc:AITechnique ; skos:prefLabel ?name BIND("means" AS ?kind) }
  UNION { ?thing a stc:TransferCase ; skos:prefLabel ?name BIND("case" AS ?kind) }
  FILTER(LANG(?name) = "en")
} ORDER BY ?kind LCASE(STR(?name))"""


@blueprint.get("/assess")
@takes(ENTER)
def enter_case(_: Values) -> Response:
    """Return the form of a case."""
    return _page(None)


@blueprint.post("/assess")
@takes(ASSESS)
def assess_case(values: Values) -> Response:
    """Assess the case of the body, Turtle that describes one ``stc:TransferCase``, or a form.

    :param values: the fields of a form, if one is sent
    :returns: reasons with sources, what is unknown, what to ask; never a verdict
    """
    client = request.remote_addr or ""
    filled = request.mimetype == FORM
    with accounted(client):
        sent = case_form.case_turtle(values) if filled else request.get_data()
        found = assess(sent, ask_store(store(), client))
    if values.media_type == HTML:
        response = _page(found)
    else:
        text = WRITERS[values.media_type](found)
        response = Response(text, content_type=f"{values.media_type}; charset=utf-8")
    response.headers["Cache-Control"] = "no-store"
    return response


def _page(found: Assessment | None) -> Response:
    """Return the form, filled as it was sent, and above it what was found."""
    choices: dict[str, dict[str, str]] = {"state": {}, "means": {}, "case": {}}
    for row in rows(CHOICES):
        choices[row["kind"].value].setdefault(row["thing"].value, row["name"].value)
    return page(
        "assessment.html",
        found=found,
        note=reach_note(found) if found else None,
        given=request.form,
        choices=choices,
        modes=case_form.MODES,
        forms=case_form.FORMS,
    )
