"""Reading and writing the graphs of another server, by the Graph Store HTTP Protocol."""

import http.client
from base64 import b64encode
from typing import IO, Final
from urllib.parse import quote, urlsplit

from kgservice.errors import PublicationError, UnreachableError
from kgservice.store.fetching import Endpoint

TRIPLES: Final = "application/n-triples"
SECONDS: Final = 600.0
GONE: Final = (200, 204, 404)


class GraphStore:
    """A server's Graph Store HTTP Protocol.

    :param address: of the graph store, with credentials where it needs them
    :param default_graph: IRI of the graph that stands for the default graph, if one does
    :ivar default_graph: the same
    """

    def __init__(self, address: str, default_graph: str = "") -> None:
        self._endpoint = Endpoint.of(address)
        self.default_graph = default_graph

    def get(self, graph: str, target: IO[bytes]) -> bool:
        """Write a graph as N-Triples into a file.

        :param graph: its IRI, empty for the default graph
        :param target: where the triples are written
        :returns: false if there is no such graph
        :raises PublicationError: if the server refuses, or its answer is cut
        """
        status = self._ask("GET", graph, {"Accept": TRIPLES}, None, target)
        if status not in (200, 404):
            raise PublicationError(f"reading {graph or 'the default graph'}: status {status}")
        return status == 200

    def put(self, graph: str, body: IO[bytes]) -> None:
        """Replace a graph by N-Triples.

        :param graph: its IRI, empty for the default graph
        :param body: N-Triples
        :raises PublicationError: if the server refuses
        """
        headers = {"Content-Type": TRIPLES, "Content-Length": str(body.seek(0, 2))}
        body.seek(0)
        status = self._ask("PUT", graph, headers, body, None)
        if status not in (200, 201, 204):
            raise PublicationError(f"loading {graph or 'the default graph'}: status {status}")

    def delete(self, graph: str) -> None:
        """Remove a graph, if it is there.

        :param graph: its IRI
        :raises PublicationError: if the server refuses
        """
        status = self._ask("DELETE", graph, {}, None, None)
        if status not in GONE:
            raise PublicationError(f"removing {graph}: status {status}")

    def _ask(
        self,
        method: str,
        graph: str,
        headers: dict[str, str],
        body: IO[bytes] | None,
        target: IO[bytes] | None,
    ) -> int:
        parts = urlsplit(self._endpoint.address)
        secure = parts.scheme == "https"
        kind = http.client.HTTPSConnection if secure else http.client.HTTPConnection
        connection = kind(parts.netloc, timeout=SECONDS)
        named = graph or self.default_graph
        path = f"{parts.path}?" + (f"graph={quote(named, safe='')}" if named else "default")
        if self._endpoint.user:
            pair = f"{self._endpoint.user}:{self._endpoint.password}".encode()
            headers = {**headers, "Authorization": "Basic " + b64encode(pair).decode()}
        try:
            connection.request(method, path, body, headers)
            response = connection.getresponse()
            while piece := response.read1(1 << 18):
                if target is not None:
                    target.write(piece)
            if response.length:
                raise PublicationError(f"reading {named}: {response.length:,} bytes are missing")
            return response.status
        except (OSError, http.client.HTTPException) as error:
            text = f"{self._endpoint.address} cannot be reached: {error!r}"
            raise UnreachableError(text) from error
        finally:
            connection.close()
