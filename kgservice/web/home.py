"""``/``: the first page."""

from flask import Blueprint, Response

from kgservice.web.frame import page
from kgservice.web.service import endpoint

blueprint = Blueprint("home", __name__)


@blueprint.route("/")
def home() -> Response:
    """Return the first page."""
    return page("home.html", endpoint=endpoint("sparql.sparql"))
