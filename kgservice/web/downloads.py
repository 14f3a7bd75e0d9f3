"""``/download/{list}/{edition}.{form}``: an edition whole, with its digest and its licence."""

import base64
import datetime
import functools
import io
import re
from pathlib import Path
from typing import Final, cast

from flask import Blueprint, Flask, Response, current_app, request
from pyoxigraph import NamedNode

from kgservice.correspondence import EditionKey
from kgservice.errors import ReleaseChangedError
from kgservice.harmonization.recalled_comparison import ComparisonName, comparisons
from kgservice.harmonization.recalled_things import key_of, things_query
from kgservice.namespaces import BASE, edition_iri
from kgservice.store.base import GRAPH_TYPES, SOLUTION_TYPES, QueryRequest
from kgservice.web.answers import Pieces, describe
from kgservice.web.asking import accounted, ask
from kgservice.web.kept import kept
from kgservice.web.kept_packages import PackageFolder
from kgservice.web.kinds import text
from kgservice.web.mapping_packages import FORM as MAPPINGS
from kgservice.web.mapping_packages import compared_with, write_block
from kgservice.web.operations import Answer, Operation, describes
from kgservice.web.packages import MEDIA_TYPES, Package, copy_body
from kgservice.web.problems import RequestError
from kgservice.web.rows import rows
from kgservice.web.service import address_of, store

blueprint = Blueprint("downloads", __name__)
PACKAGES: Final = "kgservice.packages"
NAME: Final = re.compile(r"(\d{4}-\d{2}-\d{2})\.(.+)", re.ASCII)
LICENCE: Final = "SELECT $edition ?licence { GRAPH $edition { $edition dcterms:license ?licence } }"
HELD: Final = "SELECT ?edition { ?edition a stc:Edition } ORDER BY ?edition"
DOWNLOAD: Final = Operation(
    "Return an edition whole, as a package",
    (
        text("list_id", "Id of the list.", "us-ccl").within("path"),
        text("name", "The day of the edition, a dot, and the form.", "2025-09-29.csv").within(
            "path"
        ),
    ),
    tuple(Answer(each, "The package.", {}) for each in dict.fromkeys(MEDIA_TYPES.values())),
)


def register(app: Flask, memory: int) -> None:
    """Give an application a folder of packages."""
    app.extensions[PACKAGES] = PackageFolder(memory)


@blueprint.route("/download/<list_id>/<name>")
@describes(DOWNLOAD)
def download(list_id: str, name: str) -> Response:
    """Return an edition whole, as a package."""
    package = _package(list_id, name)
    edition = edition_iri(list_id, package.edition)
    found = rows(LICENCE, edition=NamedNode(edition))
    if not found:
        held = [row["edition"].value for row in rows(HELD)]
        near = [iri for iri in held if f"/{list_id}/" in iri] or held
        text = f"no edition of {list_id!r} of {package.edition} is held"
        raise RequestError(text, "not-found", nearest=near)
    fetch = functools.partial(_fetch, edition)
    if package.form == MAPPINGS:
        fetch = functools.partial(_fetch_mappings, _compared(package))
    folder = cast(PackageFolder, current_app.extensions[PACKAGES])
    made, file, release = folder.open(store().release(), package, fetch)
    tag = made.digest.hex()
    response = Response(status=200)
    describe(response, MEDIA_TYPES[package.form], tag)
    response.set_etag(tag)
    response.headers["Vary"] = "Accept-Encoding"
    digest = base64.b64encode(made.digest).decode()
    response.headers["Repr-Digest"] = f"sha-256=:{digest}:"
    response.headers["Digest"] = f"SHA-256={digest}"
    response.headers["X-Release"] = release
    response.headers["Content-Disposition"] = f'attachment; filename="{package.name}"'
    response.headers.add("Link", f'<{address_of(edition)}>; rel="describedby"')
    for row in found:
        if isinstance(row["licence"], NamedNode):
            response.headers.add("Link", f'<{row["licence"].value}>; rel="license"')
        else:
            response.headers["X-Licence"] = _field(row["licence"].value)
    if request.if_none_match.contains(tag):
        file.close()
        response.status_code = 304
        del response.headers["Content-Type"]
        return response
    response.response = Pieces(file)
    response.content_length = made.size
    return response


def _field(text: str) -> str:
    """Return a text as it may stand in a header field."""
    return " ".join(text.split()).encode("ascii", "replace").decode()


def _package(list_id: str, name: str) -> Package:
    """Return what a path asks for.

    :param list_id: of the list
    :param name: day and form
    :returns: the package, be there such an edition or not
    :raises RequestError: 404, naming the forms there are
    """
    found = NAME.fullmatch(name)
    try:
        if found is None or found[2] not in MEDIA_TYPES or not re.fullmatch("[a-z0-9-]+", list_id):
            raise ValueError(name)
        return Package(list_id, datetime.date.fromisoformat(found[1]), found[2])
    except ValueError:
        raise RequestError(
            f"{name[:80]!r} names no package; expected a day, a dot, and one of"
            f" {', '.join(MEDIA_TYPES)}",
            "not-found",
        ) from None


def packages_of(edition: str) -> tuple[str, ...]:
    """Return the forms in which an edition can be had; mappings only where it was compared.

    :param edition: IRI
    :returns: forms, as the name of a package ends
    """
    compared = compared_with(_comparisons(), key_of(edition))
    return tuple(form for form in MEDIA_TYPES if form != MAPPINGS or compared)


def _comparisons() -> tuple[ComparisonName, ...]:
    def named() -> tuple[ComparisonName, ...]:
        client = request.remote_addr or ""
        with accounted(client):
            return comparisons(store(), client)

    return kept("comparisons", named)


def _compared(package: Package) -> list[ComparisonName]:
    """Return the comparisons that an edition has a part in.

    :param package: of mappings
    :returns: one or more
    :raises RequestError: 404, naming the edition of the list that has some
    """
    key = EditionKey(package.list_id, package.edition)
    names = _comparisons()
    if found := compared_with(names, key):
        return found
    keys = {key for name in names for key in (name.subject, name.object)}
    near = sorted(f"{BASE}download/{each}.{MAPPINGS}" for each in keys if each.date)
    own = [iri for iri in near if f"/{package.list_id}/" in iri]
    text = f"{key} was compared with no other list, so it has no mappings"
    raise RequestError(text, "not-found", nearest=own or near)


def _fetch_mappings(names: list[ComparisonName], path: Path) -> str:
    """Write what is known of comparisons into a file and return the release it is of."""
    releases = set()
    for name in names:
        client = request.remote_addr or ""
        found = ask(QueryRequest(things_query(name.iri), SOLUTION_TYPES[2], client=client))
        releases.add(found.release)
        with io.TextIOWrapper(found.body, encoding="utf-8", newline="") as lines:
            write_block(name, lines, path)
    if len(releases) > 1:
        raise ReleaseChangedError("the release was changed while it was read; ask again")
    return releases.pop()


def _fetch(edition: str, path: Path) -> str:
    """Write the graph of an edition into a file and return the release it is of."""
    query = f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH <{edition}> {{ ?s ?p ?o }} }}"
    found = ask(QueryRequest(query, GRAPH_TYPES[1], client=request.remote_addr or ""))
    with found.body as body:
        copy_body(Pieces(body), path)
    return found.release
