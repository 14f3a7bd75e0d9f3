"""The IRIs of the graph: vocabularies reused, and the patterns of our own.

Every IRI of ours is made here, so that no other module pastes one together.
"""

import datetime
from typing import Final
from urllib.parse import quote, unquote

BASE: Final = "https://w3id.org/stc/"
STC: Final = BASE + "ontology#"
STCSH: Final = BASE + "shapes#"
ID: Final = BASE + "id/"

DCAT: Final = "http://www.w3.org/ns/dcat#"
DCTERMS: Final = "http://purl.org/dc/terms/"
ELI: Final = "http://data.europa.eu/eli/ontology#"
ORG: Final = "http://www.w3.org/ns/org#"
OWL: Final = "http://www.w3.org/2002/07/owl#"
PROV: Final = "http://www.w3.org/ns/prov#"
RDF: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS: Final = "http://www.w3.org/2000/01/rdf-schema#"
SEMAPV: Final = "https://w3id.org/semapv/vocab/"
SH: Final = "http://www.w3.org/ns/shacl#"
SKOS: Final = "http://www.w3.org/2004/02/skos/core#"
SPDX: Final = "http://spdx.org/rdf/terms#"
SSSOM: Final = "https://w3id.org/sssom/"
XSD: Final = "http://www.w3.org/2001/XMLSchema#"

PREFIXES: Final[dict[str, str]] = {
    "dcat": DCAT,
    "dcterms": DCTERMS,
    "eli": ELI,
    "org": ORG,
    "owl": OWL,
    "prov": PROV,
    "rdf": RDF,
    "rdfs": RDFS,
    "semapv": SEMAPV,
    "sh": SH,
    "skos": SKOS,
    "spdx": SPDX,
    "sssom": SSSOM,
    "stc": STC,
    "stcsh": STCSH,
    "xsd": XSD,
}


def short_name(iri: str) -> str:
    """Return an IRI as people read it: ours below ``id/`` by its path, others as CURIEs.

    An IRI of no known namespace stays whole.
    """
    if iri.startswith(ID):
        return unquote(iri.removeprefix(ID)).replace("_", " ")
    for prefix, namespace in PREFIXES.items():
        if iri.startswith(namespace) and "/" not in iri[len(namespace) :]:
            return f"{prefix}:{iri[len(namespace) :]}"
    return iri


def segment(code: str) -> str:
    """Return a code as one IRI path segment: a space becomes ``_``, the rest is percent-encoded.

    Parentheses stay, so that ``XI(a)(3)`` reads as it is printed.
    """
    return quote(code.replace(" ", "_"), safe="()._-")


def code_of_segment(text: str) -> str:
    """Return the code behind an IRI path segment; the inverse of :func:`segment`."""
    return unquote(text).replace("_", " ")


def list_iri(list_id: str) -> str:
    """Return the IRI of a control list, e.g. ``…/id/us-ccl``."""
    return ID + list_id


def edition_iri(list_id: str, edition: datetime.date) -> str:
    """Return the IRI of an edition, which also names its graph: ``…/id/us-ccl/2025-09-29``."""
    return f"{ID}{list_id}/{edition.isoformat()}"


def checksum_iri(edition: str) -> str:
    """Return the IRI of the checksum of an edition's graph as sorted N-Quads."""
    return f"{edition}/checksum"


def provision_iri(list_id: str, code: str) -> str:
    """Return the IRI of a provision, an entry's identity through all editions."""
    return f"{ID}{list_id}/{segment(code)}"


def entry_iri(list_id: str, edition: datetime.date, code: str) -> str:
    """Return the IRI of an entry: a provision as one edition prints it."""
    return f"{edition_iri(list_id, edition)}/{segment(code)}"


def note_iri(list_id: str, edition: datetime.date, code: str | None, number: int) -> str:
    """Return the IRI of the ``number``-th note of an entry, or of the edition as a whole."""
    above = edition_iri(list_id, edition) if code is None else entry_iri(list_id, edition, code)
    return f"{above}/note-{number}"


def change_set_iri(
    list_id: str, edition: datetime.date, old_list_id: str, old_edition: datetime.date
) -> str:
    """Return the IRI of what changed up to an edition: ``…/id/us-ccl/2024-09-06/since-2023-10-18``.

    Where the earlier edition is of another list, that list stands before its date.
    """
    since = old_edition.isoformat() if old_list_id == list_id else f"{old_list_id}-{old_edition}"
    return f"{edition_iri(list_id, edition)}/since-{since}"


def regime_iri(regime: str) -> str:
    """Return the IRI of a regime by its short id, e.g. ``…/id/regime/nsg``."""
    return f"{ID}regime/{regime.lower()}"
