"""Requests to a service: an answer that came whole, or an error that says why not."""

import json
from collections.abc import Mapping
from typing import Any, Final

import httpx

from kgservice.errors import IncompleteAnswerError, ServiceError, UnreachableError

JSON: Final = "application/json"
PROBLEM: Final = "application/problem+json"


class Transport:
    """A connection to a service.

    :param address: of its front page
    :param timeout: seconds that an answer may take
    :param transport: in place of the network, such as ``httpx.WSGITransport(app)``
    """

    def __init__(
        self, address: str, timeout: float, transport: httpx.BaseTransport | None = None
    ) -> None:
        self._http = httpx.Client(
            base_url=address.rstrip("/") + "/",
            timeout=timeout,
            transport=transport,
            follow_redirects=True,
        )

    def get(self, path: str, accept: str, parameters: Mapping[str, Any]) -> httpx.Response:
        """Return a whole answer to a GET; parameters that are ``None`` are left out."""
        given = {name: value for name, value in parameters.items() if value is not None}
        return self._send("GET", path, accept, params=given)

    def post(self, path: str, accept: str, body: bytes, media_type: str) -> httpx.Response:
        """Return a whole answer to a POST."""
        return self._send("POST", path, accept, content=body, media_type=media_type)

    def close(self) -> None:
        """Close the connection."""
        self._http.close()

    def _send(
        self,
        method: str,
        path: str,
        accept: str,
        params: Mapping[str, Any] | None = None,
        content: bytes | None = None,
        media_type: str | None = None,
    ) -> httpx.Response:
        headers = {"Accept": f"{accept}, {PROBLEM};q=0.9"}
        if media_type is not None:
            headers["Content-Type"] = media_type
        try:
            reply = self._http.request(
                method, path.lstrip("/"), params=params, content=content, headers=headers
            )
        except httpx.RemoteProtocolError as error:
            raise IncompleteAnswerError(
                f"the answer to {method} /{path.lstrip('/')} was cut: {error}"
            ) from error
        except httpx.HTTPError as error:
            raise UnreachableError(
                f"{self._http.base_url} does not answer {method} /{path.lstrip('/')}: {error}"
            ) from error
        if reply.status_code != 200:
            raise _refusal(reply)
        return reply


def read_json(reply: httpx.Response) -> Any:  # noqa: ANN401 - any JSON value
    """Return the JSON value of an answer.

    :param reply: whole
    :returns: the value
    :raises IncompleteAnswerError: if it is no JSON
    """
    try:
        return json.loads(reply.content)
    except ValueError as error:
        raise IncompleteAnswerError(f"the answer to {reply.url} is no JSON: {error}") from error


def _refusal(reply: httpx.Response) -> ServiceError:
    problem: dict[str, Any] = {}
    if reply.headers.get("Content-Type", "").partition(";")[0] == PROBLEM:
        try:
            found = json.loads(reply.content)
        except ValueError:
            found = None
        problem = found if isinstance(found, dict) else {}
    said = problem.get("detail") or problem.get("title") or reply.reason_phrase
    return ServiceError(
        f"{reply.request.method} {reply.url.path}: {said} (status {reply.status_code})",
        reply.status_code,
        problem,
    )
