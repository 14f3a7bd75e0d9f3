"""Documents that are made here, not by the store: with validator, coding and release."""

import hashlib

from flask import Response, request

from kgservice.web.answers import describe, fill
from kgservice.web.frame import release


def document(body: bytes, media_type: str) -> Response:
    """Return a document as the response to this request, or say that the client has it already.

    :param body: the whole of it
    :param media_type: without parameters
    :returns: the response, which an answer cache may keep
    """
    tag = hashlib.sha256(body).hexdigest()[:32]
    response = Response(status=200)
    describe(response, media_type, tag)
    response.headers["X-Release"] = release()
    if request.if_none_match.contains_weak(tag):
        response.status_code = 304
        del response.headers["Content-Type"]
        return response
    fill(request, response, body)
    return response
