"""Memento: a provision leads to the entry in force on a day, or says why it cannot."""

import pytest
from flask.testing import FlaskClient

from kgservice.namespaces import BASE

PROVISION = "/id/us-ccl/9A999"


@pytest.mark.parametrize(
    ("day", "edition"),
    [
        ("Wed, 01 Jan 2020 00:00:00 GMT", "2020-01-01"),
        ("Fri, 31 Dec 2021 23:59:59 GMT", "2020-01-01"),
        ("Sat, 01 Jan 2022 00:00:00 GMT", "2022-01-01"),
        ("Mon, 01 Jan 2024 00:00:00 GMT", "2023-01-01"),
    ],
)
def test_a_day_leads_to_the_entry_in_force(client: FlaskClient, day: str, edition: str) -> None:
    reply = client.get(PROVISION, headers={"Accept-Datetime": day})
    assert reply.status_code == 302
    assert reply.location == f"http://localhost/id/us-ccl/{edition}/9A999"
    assert "accept-datetime" in reply.headers["Vary"].lower()
    entry = client.get(reply.location)
    assert entry.status_code == 200
    assert entry.headers["Memento-Datetime"].split(" ", 1)[1].endswith("00:00:00 GMT")


def test_the_form_goes_along(client: FlaskClient) -> None:
    day = {"Accept-Datetime": "Wed, 01 Jan 2020 00:00:00 GMT"}
    assert client.get(PROVISION + ".ttl", headers=day).location.endswith("/2020-01-01/9A999.ttl")


@pytest.mark.parametrize(
    ("path", "day", "why"),
    [
        (PROVISION, "Tue, 31 Dec 2019 00:00:00 GMT", "no edition with it"),
        (PROVISION + ".a", "Sat, 01 Jan 2022 00:00:00 GMT", "incomplete"),
        ("/id/ca-nuclear/A.9.1", "Wed, 01 Jan 2020 00:00:00 GMT", "did not have it"),
    ],
)
def test_what_is_not_known_to_be_in_force_is_not_led_to(
    client: FlaskClient, path: str, day: str, why: str
) -> None:
    reply = client.get(path, headers={"Accept-Datetime": day})
    assert reply.status_code == 404
    assert why in reply.get_json()["detail"]
    assert reply.get_json()["nearest"]


def test_a_provision_gone_today_leads_to_its_entry_of_then(client: FlaskClient) -> None:
    day = {"Accept-Datetime": "Tue, 31 Dec 2019 00:00:00 GMT"}
    reply = client.get("/id/ca-nuclear/A.9.1", headers=day)
    assert reply.location == "http://localhost/id/ca-nuclear/2010-01-01/A.9.1"


@pytest.mark.parametrize("day", ["2020-01-01", "yesterday", "", "Wed, 99 Jan 2020 00:00:00 GMT"])
def test_what_is_no_date_is_refused(client: FlaskClient, day: str) -> None:
    reply = client.get(PROVISION, headers={"Accept-Datetime": day})
    assert reply.status_code == 400
    assert "Accept-Datetime" in reply.get_json()["detail"]


def test_the_timemap_lists_every_entry(client: FlaskClient) -> None:
    reply = client.get(PROVISION + ".timemap")
    assert (reply.status_code, reply.mimetype) == (200, "application/link-format")
    lines = reply.text.strip().split(",\n")
    assert lines[0] == f'<http://localhost{PROVISION}>; rel="original timegate"'
    assert [line.split("; ")[:2] for line in lines[2:]] == [
        ["<http://localhost/id/us-ccl/2020-01-01/9A999>", 'rel="first memento"'],
        ["<http://localhost/id/us-ccl/2022-01-01/9A999>", 'rel="memento"'],
        ["<http://localhost/id/us-ccl/2023-01-01/9A999>", 'rel="last memento"'],
    ]
    assert 'datetime="Wed, 01 Jan 2020 00:00:00 GMT"' in lines[2]


def test_a_provision_without_accept_datetime_is_told_as_it_is(client: FlaskClient) -> None:
    reply = client.get(PROVISION)
    assert reply.status_code == 200
    assert "accept-datetime" in reply.headers["Vary"].lower()
    assert BASE + PROVISION[1:] in reply.text
