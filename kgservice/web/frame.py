"""The frame of every page: what templates may use, and the response that a page becomes.

A view asks the graph (:mod:`kgservice.web.rows`), and returns ``page("name.html", …)``.  Its
template extends ``base.html`` and takes tables, codes and badges from ``macros.html``.  A page
that belongs in the navigation has a line in ``NAVIGATION``.
"""

import datetime
import hashlib
from dataclasses import is_dataclass
from typing import Final

from babel.dates import format_date
from babel.numbers import format_decimal
from flask import Flask, Response, g, has_request_context, render_template, request
from jinja2 import StrictUndefined, TemplateRuntimeError, Undefined, UndefinedError
from jinja2.utils import missing
from pyoxigraph import Literal, NamedNode

from kgservice.errors import KgServiceError
from kgservice.namespaces import code_of_segment
from kgservice.web import addresses, catalogue, languages
from kgservice.web.amounts import amount
from kgservice.web.answers import fill
from kgservice.web.languages import language, mark
from kgservice.web.limits import limits_in_words
from kgservice.web.problems import RequestError
from kgservice.web.service import store

NAVIGATION: Final = (
    ("home.home", mark("Lists")),
    ("comparing.compare", mark("Compare")),
    ("comparing.coverage", mark("Coverage")),
    ("changes.changes", mark("Changes")),
    ("convergence.convergence", mark("Convergence")),
    ("lineage.lineage", mark("Lineage")),
    ("assessment.enter_case", mark("Assessment")),
    ("questions.questions", mark("Questions")),
    ("vocabulary.ontology", mark("Vocabulary")),
    ("editor.editor", mark("SPARQL")),
)
VARY: Final = "Accept, Accept-Encoding, Accept-Language"
HTML: Final = "text/html; charset=utf-8"


def _undefined(
    hint: str | None = None,
    obj: object = missing,
    name: str | None = None,
    exc: type[TemplateRuntimeError] = UndefinedError,
) -> Undefined:
    """Return what a template finds where nothing is.

    A name that no view gave is an error, and an attribute that a class of ours does not have,
    lest a page leave its place empty; a mapping may lack a key.
    """
    kind = StrictUndefined if obj is missing or is_dataclass(obj) else Undefined
    return kind(hint, obj, name, exc)


def register(app: Flask) -> None:
    """Give an application its languages, its addresses and what its templates call."""
    app.jinja_env.undefined = _undefined  # type: ignore[assignment]  # called, and no more
    languages.register(app)
    addresses.register(app)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters.update(
        day=day, number=number, code_of=code_of_segment, in_words=limits_in_words
    )
    app.jinja_env.globals.update(
        amount=amount,
        link=addresses.link,
        place=addresses.place,
        here=addresses.here,
        asset=addresses.asset,
        navigation=NAVIGATION,
        language=language,
        languages=languages.languages,
        release=release,
        name=catalogue.name,
        term=catalogue.term,
        in_language=catalogue.in_language,
        local_name=local_name,
    )


def page(template: str, *, any_lang: bool = False, **context: object) -> Response:
    """Return a page as the response to this request, or say that the client has it already.

    :param template: its file below ``templates/``
    :param any_lang: whether ``lang`` may name another language, since it is not the page's alone
    :param **context: what the template shows
    :returns: HTML in the language of the request, with validator, coding and release
    :raises RequestError: if the request names a language in which no page is written
    """
    if not any_lang:
        _require_language()
    body = render_template(template, **context).encode()
    tag = hashlib.sha256(body).hexdigest()[:32]
    response = Response(status=200, content_type=HTML)
    if request.if_none_match.contains_weak(tag):
        response.status_code = 304
        del response.headers["Content-Type"]
    else:
        fill(request, response, body)
    response.headers["Content-Language"] = language().tag
    response.headers["Vary"] = VARY
    response.headers["Cache-Control"] = "public, no-cache"
    response.headers["X-Release"] = release()
    response.set_etag(tag, weak=True)
    return response


def release() -> str:
    """Return the id of the release that a page shows, empty where there is none to be had."""
    try:
        named = g.get("release") if has_request_context() else None
        return str(named or store().release())
    except KgServiceError:
        return ""


def day(value: Literal | str | datetime.date) -> str:
    """Return a day as the language of the request writes it; what is no day, as it is."""
    text = value.value if isinstance(value, Literal) else str(value)
    try:
        found = datetime.date.fromisoformat(text[:10])
    except ValueError:
        return text
    return format_date(found, "d MMMM y", locale=language().locale)


def number(value: Literal | int) -> str:
    """Return a count as the language of the request writes it."""
    return format_decimal(
        value.value if isinstance(value, Literal) else value, locale=language().locale
    )


def local_name(term: NamedNode | str) -> str:
    """Return what stands behind the last ``#`` or ``/`` of an IRI."""
    iri = term if isinstance(term, str) else term.value
    return iri.rpartition("#")[2].rpartition("/")[2]


def _require_language() -> None:
    """Refuse a ``lang`` in which no page is written.

    :raises RequestError: 400, naming those there are
    """
    asked = request.args.get("lang")
    if asked is not None and asked not in languages.languages():
        known = ", ".join(f"{each.tag} ({each.name})" for each in languages.languages().values())
        raise RequestError(f"'lang' is {asked[:40]!r}; pages are written in {known}")
