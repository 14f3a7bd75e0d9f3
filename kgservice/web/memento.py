"""Memento (RFC 7089): a provision is the original resource and its own time gate.

With ``Accept-Datetime`` it leads to the entry in force then.  RFC 7089 lets a day before the first
entry lead to the first; here it does not, nor does a day on which the provision was gone or its
edition too incomplete to tell: that entry was not in force then, or nobody knows.
"""

import datetime
from collections.abc import Iterator

from flask import Response, request
from werkzeug.http import http_date, parse_date

from kgservice.web.documents import document
from kgservice.web.links import TIMEMAP, link_fields, timemap_of
from kgservice.web.problems import RequestError
from kgservice.web.resource import Resource
from kgservice.web.service import address_of, store
from kgservice.web.timeline import Standing, Timeline, timeline_of

TELLING = {
    Standing.BEFORE: "no edition with it that stood on that day is held",
    Standing.GONE: "the list did not have it on that day",
    Standing.UNKNOWN: "the edition of that day is incomplete and does not show it",
}


def asked_day() -> datetime.date | None:
    """Return the day of ``Accept-Datetime``.

    :returns: ``None`` if the request has none
    :raises RequestError: if it is no date of RFC 9110
    """
    text = request.headers.get("Accept-Datetime")
    if text is None:
        return None
    moment = parse_date(text)
    if moment is None:
        example = "Sun, 15 Jan 2017 00:00:00 GMT"
        raise RequestError(f"Accept-Datetime is {text[:80]!r}; expected one such as {example!r}")
    return moment.date()


def lead(resource: Resource, day: datetime.date, suffix: str) -> Response:
    """Lead to the entry of a provision that was in force on a day.

    :param resource: a provision
    :param day: that was asked for
    :param suffix: of the form that was asked for by address
    :returns: a redirect
    :raises RequestError: 404, if it is not known that one was; the message says why
    """
    timeline = timeline_of(resource.iri)
    standing, entry = timeline.on(day)
    if standing is not Standing.HELD or entry is None:
        text = f"no entry of <{resource.iri}> is known to be in force on {day}"
        nearest = [entry] if entry else [iri for _, iri in timeline.entries[:1]]
        raise RequestError(f"{text}: {TELLING[standing]}", "no-memento", nearest=nearest)
    response = Response(status=302)
    response.headers["Location"] = address_of(entry) + suffix
    response.headers["Vary"] = "Accept-Datetime, Accept"
    response.headers["Cache-Control"] = "public, no-cache"
    response.headers["X-Release"] = store().release()
    for link in link_fields(resource)[-2:]:
        response.headers.add("Link", link)
    return response


def timemap(resource: Resource) -> Response:
    """Return the list of a provision's entries as links (RFC 7089, section 5).

    :param resource: a provision
    :returns: a document of ``application/link-format``
    :raises RequestError: 404, if it has no entry
    """
    timeline = timeline_of(resource.iri)
    if not timeline.entries:
        raise RequestError(f"<{resource.iri}> has no entry in any edition", "not-found")
    body = ",\n".join(_lines(timeline)) + "\n"
    return document(body.encode(), TIMEMAP)


def _lines(timeline: Timeline) -> Iterator[str]:
    own, last = address_of(timeline.provision), len(timeline.entries) - 1
    first_day, last_day = (http_date(timeline.entries[at][0]) for at in (0, -1))
    yield f'<{own}>; rel="original timegate"'
    span = f'from="{first_day}"; until="{last_day}"'
    yield f'<{timemap_of(timeline.provision)}>; rel="self"; type="{TIMEMAP}"; {span}'
    for number, (day, entry) in enumerate(timeline.entries):
        places = ("first " if number == 0 else "") + ("last " if number == last else "")
        yield f'<{address_of(entry)}>; rel="{places}memento"; datetime="{http_date(day)}"'
