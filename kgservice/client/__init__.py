"""A client of the service for Python programs.

::

    with Client("http://127.0.0.1:8080") as client:
        found = client.search("3a001a7b")
        rows = client.query("SELECT ?list WHERE { ?list a stc:ControlList }")
        frame = rows.frame()                       # pandas, extra "data"

An answer is whole or an error: what was cut is never given, and a problem of the service is a
:class:`~kgservice.errors.ServiceError` that carries its problem document.
"""

from kgservice.client.answers import Iri, Solutions, Value, table
from kgservice.client.client import Client
from kgservice.client.things import Convergence, Thing

__all__ = ["Client", "Convergence", "Iri", "Solutions", "Thing", "Value", "table"]
