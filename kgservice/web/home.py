"""``/``: the first page."""

from flask import Blueprint, render_template

from kgservice.web.service import endpoint, store

blueprint = Blueprint("home", __name__)


@blueprint.route("/")
def home() -> str:
    """Return the first page."""
    return render_template(
        "home.html", endpoint=endpoint("sparql.sparql"), release=store().release()
    )
