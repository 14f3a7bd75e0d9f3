"""The ``Link`` fields of a thing: its forms, its name, and its versions through time."""

from collections.abc import Iterator
from typing import Final

from flask import Response
from werkzeug.http import http_date

from kgservice.namespaces import ID
from kgservice.web.forms import FORMS, suffix_of
from kgservice.web.negotiation import Offer
from kgservice.web.resource import Kind, Resource
from kgservice.web.service import address_of

TIMEMAP: Final = "application/link-format"


def link_fields(resource: Resource) -> list[str]:
    """Return the links of a thing (RFC 8288); those of RFC 7089 for entries and provisions."""
    own = address_of(resource.iri)
    links = [f'<{resource.iri}>; rel="canonical"']
    links += [
        f'<{own}{form.suffix}>; rel="alternate"; type="{form.offer.media_type}"' for form in FORMS
    ]
    links.append(f'<{own}{FORMS[0].suffix}>; rel="describedby"; type="text/turtle"')
    links += [f'<{address_of(iri)}>; rel="successor-version"' for iri in resource.replaced_by]
    return [*links, *_through_time(resource)]


def provision_of(resource: Resource) -> str:
    """Return the IRI of the provision whose entry a thing is, or that it is itself."""
    if resource.edition is None:
        return resource.iri
    edition = f"{ID}{resource.list_id}/{resource.edition.isoformat()}/"
    return f"{ID}{resource.list_id}/{resource.iri.removeprefix(edition)}"


def timemap_of(provision: str) -> str:
    """Return the address of the list of a provision's entries."""
    return f"{address_of(provision)}.timemap"


def complete(response: Response, resource: Resource, offer: Offer) -> Response:
    """Set the fields of a thing's answer that tell where it stands among others.

    :param response: the answer, in one form
    :param resource: what it tells of
    :param offer: that form
    :returns: the response itself
    """
    for link in link_fields(resource):
        response.headers.add("Link", link)
    response.headers["Content-Location"] = address_of(resource.iri) + suffix_of(offer)
    if resource.kind is Kind.ENTRY and resource.edition is not None:
        response.headers["Memento-Datetime"] = http_date(resource.edition)
    if resource.kind is Kind.PROVISION:
        response.vary.add("Accept-Datetime")
    return response


def _through_time(resource: Resource) -> Iterator[str]:
    if resource.kind not in (Kind.ENTRY, Kind.PROVISION):
        return
    provision = provision_of(resource)
    yield f'<{address_of(provision)}>; rel="original timegate"'
    yield f'<{timemap_of(provision)}>; rel="timemap"; type="{TIMEMAP}"'
