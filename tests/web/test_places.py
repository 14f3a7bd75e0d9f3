"""Pages of lists, editions, entries and provisions over an invented list."""

from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient
from lxml import html
from pyoxigraph import Literal

from kgservice.errors import ReleaseChangedError
from kgservice.settings import Settings
from kgservice.store import Limits, open_dataset
from kgservice.web import entries
from kgservice.web.app import create_app
from kgservice.web.cache import AnswerCache
from kgservice.web.metrics import Metrics
from kgservice.web.tree import Branch, Place
from tests.web.conftest import write_places

EDITION = "/id/us-ccl/2022-01-01"
ENTRY = f"{EDITION}/9X999"
HOSTILE = [
    "<script>alert(1)</script>",
    '\' OR "1"="1',
    "../../etc/passwd",
    "\u202e\ufeff\x00\ud83d\ude00".encode("utf-16", "surrogatepass").decode("utf-16"),
    "x" * 5000,
    "?entry } } INSERT",
]


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    """Return a client of the application over ``data/places.trig``."""
    folder = tmp_path_factory.mktemp("places")
    data = write_places(folder)
    store = open_dataset(data, Limits(), 1)
    settings = Settings(releases=folder)
    try:
        app = create_app(store, settings, Metrics(store, AnswerCache(0)))
        yield app.test_client()
    finally:
        store.close()


def seen(client: FlaskClient, path: str, language: str = "en") -> html.HtmlElement:
    """Return a page as a tree."""
    reply = client.get(path, headers={"Accept": "text/html", "Accept-Language": language})
    assert reply.status_code == 200, reply.text
    return html.fromstring(reply.text)


def words(element: html.HtmlElement) -> str:
    """Return the text of an element, its pieces divided by single spaces."""
    return " ".join(" ".join(element.itertext()).split())


def section(page: html.HtmlElement, name: str) -> str:
    """Return the text of a section."""
    (found,) = page.xpath(f'//section[@aria-labelledby="{name}"]')
    return words(found)


def places(page: html.HtmlElement) -> list[tuple[str, str]]:
    """Return the codes of the tree, each with its depth."""
    return [
        (words(code), line.get("class").split()[0])
        for line in page.xpath('//ol[@class="tree"]/li')
        for code in line.xpath('.//a[@class="code"]')
    ]


def test_home_shows_lists_counts_and_questions(client: FlaskClient) -> None:
    page = seen(client, "/")
    lists = section(page, "lists")
    assert "Invented list ZZ 1 January 2022 incomplete 5 2" in lists
    assert "Known by their codes only: Other list , Invented codes" in lists
    assert "3 lists" in lists
    assert "2 convergences" in lists
    assert "cq-001 Which entry stands" in section(page, "questions")


def test_a_list_shows_its_editions_the_newest_first(client: FlaskClient) -> None:
    editions = section(seen(client, "/id/us-ccl"), "editions")
    assert "1 January 2022 present edition incomplete 5" in editions
    assert editions.index("2022") < editions.index("2020")


def test_a_list_known_by_its_codes_shows_them(client: FlaskClient) -> None:
    page = seen(client, "/id/nsg-part-2")
    assert "9.Z.1" in section(page, "codes")
    assert "the codes alone are known" in words(seen(client, "/id/nsg-part-2/9.Z.1"))


def test_an_edition_shows_its_top_in_reading_order(client: FlaskClient) -> None:
    page = seen(client, EDITION)
    assert places(page) == [("9", "depth-0"), ("9X999", "depth-1")]
    assert "shows 1 gap" in words(page)
    assert "9X999.b node missing" in words(seen(client, f"{EDITION}?show=gaps"))
    assert page.xpath('//a[@href="https://publisher.test/2022"]')
    assert places(seen(client, f"{EDITION}?show=all")) == [
        ("9", "depth-0"), ("9X999", "depth-1"), ("9X999.a", "depth-2"), ("9X999.a.1", "depth-3"),
        ("9X999.c", "depth-2"),
    ]  # fmt: skip


def test_bare_codes_with_nothing_below_share_a_line() -> None:
    def place(code: str, depth: int, label: str = "") -> Place:
        labels = {"en": Literal(label)} if label else {}
        return Place(code, {}, depth, labels, {})

    branch = Branch(
        [
            place("a", 0), place("a.1", 1), place("a.2", 1), place("a.2.a", 2), place("b", 0),
            place("c", 0), place("d", 0, "Invented"), place("e", 0),
        ], 1, 1, 8,
    )  # fmt: skip
    lines = [[each.entry for each in line] for line in branch.lines()]
    assert lines == [["a"], ["a.1"], ["a.2"], ["a.2.a"], ["b", "c"], ["d"], ["e"]]


def dimmed(page: html.HtmlElement) -> list[str]:
    """Return the codes that are shown only for what stands below them."""
    return [words(code) for code in page.xpath('//li[contains(@class, " dimmed")]//a')]


def test_filters_leave_what_fits_and_show_where_it_stands(client: FlaskClient) -> None:
    reserved = seen(client, f"{EDITION}?status=Reserved")
    assert places(reserved) == [("9", "depth-0"), ("9X999", "depth-1"), ("9X999.a", "depth-2")]
    assert dimmed(reserved) == ["9", "9X999"]
    assert "1 entry" in section(reserved, "tree")
    regime = seen(client, f"{EDITION}?regime=nsg")
    assert places(regime) == [("9", "depth-0"), ("9X999", "depth-1")]
    assert dimmed(regime) == ["9"]
    assert places(seen(client, f"{EDITION}?regime=nsg&status=Reserved")) == []
    both = f"{EDITION}?group=ProductGroupA&status=Listed"
    assert dimmed(seen(client, both)) == ["9"]
    assert dimmed(seen(client, f"{EDITION}?show=all")) == []


@pytest.mark.parametrize("name", ["group", "status", "regime", "page", "lang"])
@pytest.mark.parametrize("value", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_values_are_refused_and_shown_as_text(
    client: FlaskClient, name: str, value: str
) -> None:
    reply = client.get(EDITION, query_string={name: value}, headers={"Accept": "text/html"})
    assert reply.status_code == 400
    assert "<script>alert" not in reply.text
    assert "expected" in reply.text or "pages are written in" in reply.text


@pytest.mark.parametrize("value", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_paths_name_nothing(client: FlaskClient, value: str) -> None:
    reply = client.get(f"{EDITION}/{value}", headers={"Accept": "text/html"})
    assert reply.status_code in (301, 400, 404, 414)
    assert "<script>alert" not in reply.text


def test_a_page_that_is_not_there(client: FlaskClient) -> None:
    reply = client.get(f"{EDITION}?page=2", headers={"Accept": "text/html"})
    assert reply.status_code == 404
    assert "there is no page 2; the last is 1" in reply.text


def test_an_entry_shows_all_that_is_said_of_it(client: FlaskClient) -> None:
    page = seen(client, ENTRY)
    heading = page.xpath("//h1")[0]
    assert words(heading) == "9X999 Invented <script>alert(1)</script> item"
    assert not page.xpath("//main//script")
    assert places(page) == [
        ("9X999.a", "depth-0"), ("9X999.a.1", "depth-1"), ("9X999.c", "depth-0")
    ]  # fmt: skip
    assert "invented wording <b>one</b>" in section(page, "below")
    assert "reserved" in section(page, "below")
    assert "Note 1 note excludes not in this release" in section(page, "notes")
    references = section(page, "references")
    assert "It names 9X999.c as an exception 9X000 no entry of this edition" in references
    assert references.endswith("It is named by 9X999.c")
    assert "9X999.b : node missing" in words(page)
    assert "https://w3id.org/stc/id/us-ccl/2022-01-01/9X999" in section(page, "cite")
    assert page.xpath('//a[@href="https://publisher.test/2022"]')


def test_an_entry_shows_convergences_that_its_own_list_catches(client: FlaskClient) -> None:
    stages = section(seen(client, ENTRY), "stages")
    assert "use 9X998 anomaly detection candidate" in stages
    assert "9X997" not in stages


def test_an_entry_is_shown_through_the_editions(client: FlaskClient) -> None:
    for path in (f"{EDITION}/9X999.a", "/id/us-ccl/9X999.a"):
        editions = section(seen(client, path), "editions")
        assert "1 January 2022 reserved changed" in editions
        assert "renumbered from 9X996" in editions
        assert "wording changed (perhaps a matter of printing)" in editions
        assert "1 January 2020 listed nothing to compare with" in editions
    past = words(seen(client, "/id/us-ccl/2020-01-01/9X999.a"))
    assert "not the present edition" in past
    assert "As the present edition prints it" in past


def test_an_official_text_stands_in_place_of_the_way_to_it(client: FlaskClient) -> None:
    page = seen(client, f"{ENTRY}.a.1")
    (quote,) = page.xpath("//blockquote")
    assert (quote.get("lang"), words(quote)) == ("en", "invented wording <b>one</b>")
    assert "not in this release" not in words(page)


def test_labels_come_in_the_language_of_the_page_and_say_when_not(client: FlaskClient) -> None:
    page = seen(client, ENTRY, "fr")
    assert words(page.xpath("//h1")[0]) == "9X999 Article inventé"
    assert "inscrit" in words(page)
    (foreign,) = seen(client, f"{EDITION}/9", "fr").xpath("//h1/span[@lang]")
    assert (foreign.get("lang"), foreign.text) == ("en", "Invented heading")


def test_a_search_shows_what_matched(client: FlaskClient) -> None:
    page = seen(client, "/search?q=9X999.a")
    hits = page.xpath('//ol[@class="hits"]/li')
    assert any(words(hit).startswith("9X999.a below: Invented") for hit in hits)
    page = seen(client, "/search?q=inventd+item")
    assert "1 thing found" in words(page)
    assert "inventd stands nowhere; searched instead:" in words(page)
    (hit,) = page.xpath('//ol[@class="hits"]/li')
    assert [mark.text for mark in hit.xpath(".//mark")] == ["Invented", "item"]
    assert "<script>alert(1)</script>" in words(hit)
    assert not hit.xpath(".//script")
    assert hit.xpath(".//a")[0].get("href") == ENTRY


def test_a_search_is_narrowed_by_list_and_language(client: FlaskClient) -> None:
    french = seen(client, "/search?q=article&lang=fr")
    assert french.get("lang") == "fr"
    (hit,) = french.xpath('//ol[@class="hits"]/li')
    assert words(hit).startswith("9X999 Article inventé")
    assert seen(client, "/search?q=item&list=us-ccl").xpath('//ol[@class="hits"]/li')
    reply = client.get("/search?q=item&list=zz", headers={"Accept": "text/html"})
    assert reply.status_code == 400


def test_a_search_that_finds_nothing_says_what_to_try(client: FlaskClient) -> None:
    page = seen(client, "/search?q=qqqqqqqqqq")
    assert "Nothing has these words" in words(page)
    assert client.get("/search?q=item").mimetype == "application/json"


@pytest.mark.parametrize("value", HOSTILE[:4], ids=range(4))
def test_hostile_searches_are_shown_as_text(client: FlaskClient, value: str) -> None:
    for name in ("q", "list", "lang"):
        given = {"q": "item", name: value}
        reply = client.get("/search", query_string=given, headers={"Accept": "text/html"})
        assert reply.status_code in (200, 400)
        assert "<script>alert" not in reply.text


def test_an_entry_shows_what_it_asks_for_in_numbers(client: FlaskClient) -> None:
    page = seen(client, ENTRY)
    assert section(page, "criteria") == (
        "What it asks for any of these mass ≥ 5 kg 5 kg or more at temperature < 0.1 K below 0.1 K"
        " mass 1 g – 2 g 1 to 2 g"
    )
    named = section(seen(client, "/id/us-ccl/2022-01-01/9X999.c"), "criteria")
    assert "Standards it names: ISO 99999-2:2031" in named
    below = section(page, "below")
    assert "all of these" in below
    assert "Numbers not read with certainty: some 10 <units>" in below


def test_an_entry_stands_beside_those_of_other_lists(client: FlaskClient) -> None:
    counterparts = section(seen(client, ENTRY), "counterparts")
    assert "Other list 9X997 looser ≥ 5 kg against ≥ 4 kg 0.9" in counterparts
    assert "Invented codes no counterpart not there" in counterparts
    assert "9X995" not in counterparts
    turned = section(seen(client, "/id/us-ccl/2022-01-01/9X999.c"), "counterparts")
    assert "stricter mass > 1 kg stands there alone; ≥ 4 kg against ≥ 5 kg" in turned


def test_a_page_that_meets_a_new_release_is_made_again(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []

    def read(*_: object) -> dict[str, object]:
        asked.append(1)
        if len(asked) == 1:
            raise ReleaseChangedError("the release was changed while the page was made; ask again")
        return {}

    monkeypatch.setattr(entries, "read_asked", read)
    assert client.get(ENTRY, headers={"Accept": "text/html"}).status_code == 200
    assert len(asked) == 2


def test_a_page_that_meets_new_releases_again_and_again_is_refused(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def read(*_: object) -> None:
        raise ReleaseChangedError("the release was changed while the page was made; ask again")

    monkeypatch.setattr(entries, "read_asked", read)
    reply = client.get(ENTRY, headers={"Accept": "text/html"})
    assert reply.status_code == 503
    assert "The release was changed meanwhile" in reply.text
