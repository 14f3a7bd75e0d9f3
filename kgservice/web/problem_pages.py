"""``/problem/<slug>``: what each type of problem document means, and what to do."""

import difflib
from dataclasses import dataclass
from typing import Final

from flask import Blueprint, Response

from kgservice.web.frame import page, release
from kgservice.web.kinds import pattern
from kgservice.web.languages import gettext, language
from kgservice.web.operations import (
    HTML,
    JSON,
    PAGE_LANGUAGE,
    Answer,
    Operation,
    Values,
    json_response,
    takes,
)
from kgservice.web.problem_types import PROBLEM_TYPES, PROBLEMS, ProblemType
from kgservice.web.problems import RequestError
from kgservice.web.schemas import schema_of
from kgservice.web.service import settings

blueprint = Blueprint("problem_pages", __name__)


@dataclass(frozen=True, slots=True)
class ProblemLimit:
    """The setting that is the limit, and its value in this service."""

    setting: str
    value: float


@dataclass(frozen=True, slots=True)
class ToldProblem:
    """A type of problem in the language of the request.

    :ivar type: its IRI
    :ivar meaning: what has happened
    :ivar concerns: the limit or the input that it is about
    :ivar remedy: what can be done
    :ivar limit: the setting behind it, None where there is none
    """

    type: str
    status: int
    title: str
    meaning: str
    concerns: str
    remedy: str
    limit: ProblemLimit | None


@dataclass(frozen=True, slots=True)
class ToldProblems:
    """All types of problems."""

    problems: tuple[ToldProblem, ...]


SLUG: Final = pattern(
    "slug", "End of the type's IRI.", "deadline", "[a-z]+(-[a-z]+)*", "words joined by hyphens"
).within("path")
ALL: Final = Operation(
    "List the types of problem documents",
    (PAGE_LANGUAGE,),
    (
        Answer(JSON, "Every type.", schema_of(ToldProblems)),
        Answer(HTML, "Every type, as a page."),
    ),
)
ONE: Final = Operation(
    "Say what a type of problem document means, and what to do",
    (SLUG, PAGE_LANGUAGE),
    (
        Answer(JSON, "The type.", schema_of(ToldProblem)),
        Answer(HTML, "The type, as a page."),
    ),
)


@blueprint.get("/problem")
@takes(ALL)
def problem_list(values: Values) -> Response:
    """List the types of problem documents."""
    told = tuple(map(_told, PROBLEM_TYPES.values()))
    if values.media_type == HTML:
        return page("problem_types.html", problems=told)
    return _json(ToldProblems(told))


@blueprint.get("/problem/<slug>")
@takes(ONE)
def problem_type(values: Values) -> Response:
    """Say what a type of problem document means, and what to do.

    :param values: its slug, and the media type of the answer
    :returns: the type
    :raises RequestError: 404, naming the nearest types
    """
    found = PROBLEM_TYPES.get(values[SLUG])
    if found is None:
        near = difflib.get_close_matches(values[SLUG], PROBLEM_TYPES, 3, 0.5)
        nearest = [PROBLEM_TYPES[slug].iri for slug in near] or [PROBLEMS]
        message = f"no problem is of the type {values[SLUG][:80]!r}"
        raise RequestError(message, "not-found", nearest=nearest)
    if values.media_type == HTML:
        return page("problem_type.html", problem=_told(found))
    return _json(_told(found))


def _told(kind: ProblemType) -> ToldProblem:
    limit = None
    if kind.setting:
        limit = ProblemLimit(kind.setting, getattr(settings(), kind.setting))
    return ToldProblem(
        kind.iri,
        kind.status,
        gettext(kind.title),
        gettext(kind.meaning),
        gettext(kind.concerns),
        gettext(kind.remedy),
        limit,
    )


def _json(value: ToldProblem | ToldProblems) -> Response:
    response = json_response(value, release())
    response.headers["Content-Language"] = language().tag
    response.vary.add("Accept-Language")
    return response
