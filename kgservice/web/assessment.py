"""``POST /assess``: a transfer case in, its four factors out.  Nothing that is sent is kept."""

import json
from collections.abc import Callable

from flask import Blueprint, Response, request

from kgservice.assessment import Assessment, ask_store, assess
from kgservice.assessment.output import as_json, as_text, as_turtle
from kgservice.web.asking import accounted
from kgservice.web.negotiation import Offer, choose
from kgservice.web.problems import RequestError
from kgservice.web.service import store

blueprint = Blueprint("assessment", __name__)

TURTLE = "text/turtle"
OFFERS = tuple(Offer(name, name) for name in ("application/json", TURTLE, "text/plain"))
WRITERS: dict[str, Callable[[Assessment], str | bytes]] = {
    "application/json": lambda found: json.dumps(as_json(found), ensure_ascii=False) + "\n",
    TURTLE: as_turtle,
    "text/plain": as_text,
}


@blueprint.post("/assess")
def assess_case() -> Response:
    """Assess the case of the body, Turtle that describes one ``stc:TransferCase``.

    :returns: reasons with sources, what is unknown, what to ask; never a verdict
    :raises RequestError: 415 for another media type, 406 where no form of the answer is accepted
    """
    if request.mimetype != TURTLE:
        raise RequestError(
            f"a case is sent as {TURTLE}, not as {request.mimetype or 'nothing'}",
            415,
            "unsupported-media-type",
        )
    offer = choose(request.headers.get("Accept", ""), OFFERS)
    if offer is None:
        known = ", ".join(WRITERS)
        raise RequestError(f"an assessment is given as {known} only", 406, "not-acceptable")
    client = request.remote_addr or ""
    with accounted(client):
        found = assess(request.get_data(), ask_store(store(), client))
    response = Response(
        WRITERS[offer.writes](found), content_type=f"{offer.media_type}; charset=utf-8"
    )
    response.headers["Cache-Control"] = "no-store"
    response.headers["Vary"] = "Accept"
    return response
