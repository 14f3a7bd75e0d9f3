"""``POST /assess``: a transfer case in, its four factors out.  Nothing that is sent is kept."""

import json
from collections.abc import Callable

from flask import Blueprint, Response, request

from kgservice.assessment import Assessment, ask_store, assess
from kgservice.assessment.output import as_json, as_text, as_turtle
from kgservice.web.asking import accounted
from kgservice.web.operations import JSON, Answer, Body, Operation, Values, takes
from kgservice.web.schemas import OBJECT
from kgservice.web.service import store

blueprint = Blueprint("assessment", __name__)

TURTLE = "text/turtle"
WRITERS: dict[str, Callable[[Assessment], str | bytes]] = {
    JSON: lambda found: json.dumps(as_json(found), ensure_ascii=False) + "\n",
    TURTLE: as_turtle,
    "text/plain": as_text,
}


ASSESSMENT = "Reasons with sources, what is unknown, what to ask."
ASSESS = Operation(
    "Assess a transfer case by its four factors",
    answers=tuple(Answer(name, ASSESSMENT, OBJECT if name == JSON else None) for name in WRITERS),
    body=Body((TURTLE,), "Turtle that describes one stc:TransferCase; it is not kept."),
    description="Never a verdict: what follows is for the authority to say.",
)


@blueprint.post("/assess")
@takes(ASSESS)
def assess_case(values: Values) -> Response:
    """Assess the case of the body, Turtle that describes one ``stc:TransferCase``.

    :param values: none but the media type of the answer
    :returns: reasons with sources, what is unknown, what to ask; never a verdict
    """
    client = request.remote_addr or ""
    with accounted(client):
        found = assess(request.get_data(), ask_store(store(), client))
    text = WRITERS[values.media_type](found)
    response = Response(text, content_type=f"{values.media_type}; charset=utf-8")
    response.headers["Cache-Control"] = "no-store"
    return response
