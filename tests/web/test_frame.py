"""The frame of pages: a name that a view did not give is an error, never an empty place."""

import pytest
from flask import render_template_string
from flask.testing import FlaskClient
from jinja2 import UndefinedError

from kgservice.web.paging import Paged


@pytest.mark.parametrize("text", ["{{ rows }}", "{% if rows %}x{% endif %}", "{{ rows.count }}"])
def test_a_name_that_is_not_given_is_an_error(client: FlaskClient, text: str) -> None:
    with (
        client.application.test_request_context(),
        pytest.raises(UndefinedError, match="'rows' is undefined"),
    ):
        render_template_string(text)


def test_a_class_of_ours_lacks_no_attribute(client: FlaskClient) -> None:
    with client.application.test_request_context():
        assert render_template_string("{{ one.number }}", one=Paged([], 1, 1)) == "1"
        with pytest.raises(UndefinedError, match="rows"):
            render_template_string("{% if one.rows %}x{% endif %}", one=Paged([], 1, 1))


def test_a_thing_may_lack_a_key(client: FlaskClient) -> None:
    with client.application.test_request_context():
        assert render_template_string("{{ row.other or 'none' }}", row={}) == "none"
