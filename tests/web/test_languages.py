"""The pages' languages: every message translated, chosen by request, a language is a file."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po

from kgservice.queries import read_catalogue
from kgservice.web.languages import LOCALES, read_languages
from tests.serving import Served, serving

WEB = LOCALES.parent
FILES = sorted(LOCALES.glob("*/LC_MESSAGES/messages.po"))


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Return a service over one triple."""
    data = tmp_path_factory.mktemp("languages") / "data.nt"
    data.write_text('<urn:x:a> <urn:x:p> "1" .\n')
    with serving(data, workers=1) as running:
        yield running


def said() -> set[object]:
    """Return every message that templates and code say."""
    with (LOCALES / "babel.cfg").open(encoding="utf-8") as file:
        method_map, options = parse_mapping_cfg(file)
    keywords = {"_": None, "gettext": None, "ngettext": (1, 2), "mark": None}
    return {message for _, _, message, _, _ in extract_from_dir(WEB, method_map, options, keywords)}


def test_messages_are_found() -> None:
    found = said()
    assert {"Skip to the content", "The query cannot be read"} <= found
    assert len(found) > 40


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.parts[-3])
def test_every_message_is_translated_and_none_is_left_over(path: Path) -> None:
    with path.open("rb") as file:
        catalog = read_po(file, abort_invalid=True)
    kept = {message.id: message for message in catalog if message.id}
    assert set(kept) == said()
    for message in kept.values():
        texts = message.string if isinstance(message.string, tuple) else (message.string,)
        assert all(texts), f"{path.parts[-3]}: no text for {message.id!r}"
        assert not message.fuzzy, f"{path.parts[-3]}: {message.id!r} is not settled"
        assert not list(message.check(catalog)), message.id
    assert not catalog.obsolete


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.parts[-3])
def test_every_question_is_translated_and_none_is_left_over(path: Path) -> None:
    with path.with_name("questions.po").open("rb") as file:
        kept = {message.id: message.string for message in read_po(file, abort_invalid=True)}
    kept.pop("")
    asked = {query.question for query in read_catalogue()}
    asked |= {each.meaning for query in read_catalogue() for each in query.parameters}
    assert set(kept) == asked
    assert all(kept.values())


def test_french_is_there() -> None:
    assert [path.parts[-3] for path in FILES] == ["fr"]


def test_a_language_is_a_file(tmp_path: Path) -> None:
    folder = tmp_path / "de" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "messages.po").write_text(
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\n'
        'msgid "Next"\nmsgstr "Weiter"\n',
        encoding="utf-8",
    )
    found = read_languages(tmp_path)
    assert list(found) == ["en", "de"]
    assert found["de"].name == "Deutsch"
    assert found["de"].messages.ugettext("Next") == "Weiter"


@pytest.mark.parametrize(
    ("path", "accepted", "tag"),
    [
        ("/", "", "en"),
        ("/", "fr-CA, en;q=0.5", "fr"),
        ("/", "de, fr;q=0.1", "fr"),
        ("/", "de", "en"),
        ("/?lang=fr", "en", "fr"),
        ("/?lang=en", "fr", "en"),
    ],
)
def test_the_language_is_that_of_the_request(
    served: Served, path: str, accepted: str, tag: str
) -> None:
    for _ in range(2):  # also from the cache of answers
        reply = served.ask("GET", path, headers={"Accept-Language": accepted})
        assert reply.status == 200
        assert reply.headers["content-language"] == tag
        assert f'<html lang="{tag}">'.encode() in reply.body
        assert "Accept-Language" in reply.headers["vary"]
        assert "set-cookie" not in reply.headers


def test_an_unknown_language_is_refused(served: Served) -> None:
    reply = served.get("/", lang="xx<script>")
    assert (reply.status, reply.slug) == (400, "bad-request")
    assert "en (English), fr (français)" in reply.problem["detail"]


def test_links_keep_a_language_that_was_asked_for(served: Served) -> None:
    assert b'href="/queries?lang=fr"' in served.get("/", lang="fr").body
    assert b'href="/queries"' in served.get("/").body
    switch = served.get("/", "text/html", lang="fr", x='a"b').body.decode()
    assert 'href="/?x=a%22b&amp;lang=en"' in switch


def test_a_problem_stands_in_the_frame(served: Served) -> None:
    for language, title in (("en", "Nothing stands here"), ("fr", "Il n'y a rien ici")):
        headers = {"Accept": "text/html", "Accept-Language": language}
        reply = served.ask("GET", "/nowhere", headers=headers)
        assert (reply.status, reply.media_type) == (404, "text/html")
        assert f"<h1>{title}</h1>".encode() in reply.body
        assert b'<main id="content"' in reply.body
        assert "Accept-Language" in reply.headers["vary"]


def test_a_page_is_not_sent_twice(served: Served) -> None:
    first = served.get("/")
    assert first.headers["cache-control"] == "public, no-cache"
    again = served.ask("GET", "/", headers={"If-None-Match": first.headers["etag"]})
    assert (again.status, again.body) == (304, b"")
    french = {"If-None-Match": first.headers["etag"], "Accept-Language": "fr"}
    assert served.ask("GET", "/", headers=french).status == 200


def test_static_files_are_named_by_their_content(served: Served) -> None:
    home = served.get("/").body.decode()
    address = home.split('rel="stylesheet" href="')[1].split('"')[0]
    style = served.get(address)
    assert (style.status, style.media_type) == (200, "text/css")
    assert "max-age=31536000" in style.headers["cache-control"]
    assert style.headers["content-security-policy"].startswith("default-src 'none'")
