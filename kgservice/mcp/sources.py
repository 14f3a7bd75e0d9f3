"""Where the facts of an answer stand: editions, their lists, publishers and licences."""

from collections.abc import Iterable
from typing import Any

from kgservice.client import Client

_QUERY = """
SELECT ?edition ?title ?from ?licence ?completeness ?publisher WHERE {{
  VALUES ?edition {{ {editions} }}
  ?edition stc:editionOf ?list ; stc:standsFrom ?from .
  ?list dcterms:title ?title . FILTER(LANG(?title) = "en")
  OPTIONAL {{ ?list dcterms:source ?publisher }}
  OPTIONAL {{
    {{ ?edition dcterms:license ?licence ; stc:completeness ?completeness }}
    UNION {{ GRAPH ?edition {{
      ?edition dcterms:license ?licence ; stc:completeness ?completeness }} }}
  }}
}} ORDER BY ?edition
"""


def edition_sources(client: Client, editions: Iterable[str]) -> list[dict[str, Any]]:
    """Return what is known of editions as sources.

    :param client: of the service
    :param editions: IRIs
    :returns: for each edition its list, day, completeness, licence and publisher's address
    """
    named = " ".join(f"<{iri}>" for iri in sorted(set(editions)) if iri)
    if not named:
        return []
    found: dict[str, dict[str, Any]] = {}
    for row in client.query(_QUERY.format(editions=named)):
        found[str(row["edition"])] = {
            "edition": str(row["edition"]),
            "list": row["title"],
            "standsFrom": str(row["from"]),
            "completeness": str(row["completeness"] or "").rpartition("#")[2] or None,
            "licence": row["licence"],
            "publisher": row["publisher"],
        }
    return list(found.values())
