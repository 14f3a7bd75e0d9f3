"""Searching a small invented release: what is found, in which order, and where it matched."""

import io
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, Store

from kgservice.errors import IndexBuildError, InputError
from kgservice.search import Found, Question, SearchIndex, gather_items, write_index

DATA = Path(__file__).parent / "present.trig"


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the file of an index of the invented release."""
    graph = Store()
    graph.bulk_load(input=io.BytesIO(DATA.read_bytes()), format=RdfFormat.TRIG)
    path = tmp_path_factory.mktemp("search") / "index" / "search.sqlite"
    write_index(path, gather_items(graph.query), "invented")  # type: ignore[arg-type]
    return path


@pytest.fixture(scope="module")
def index(path: Path) -> SearchIndex:
    """Return the index, opened."""
    return SearchIndex(path)


def codes(found: Found) -> list[str]:
    return [hit.code or hit.iri.rsplit("/", 1)[-1] for hit in found.hits]


@pytest.mark.parametrize("typed", ["9A999.a.1", "9a999a1", "9A999 a 1", " 9A999.A.1 "])
def test_codes_in_any_spelling(index: SearchIndex, typed: str) -> None:
    found = index.search(Question(typed))
    assert codes(found)[0] == "9A999.a.1"
    assert found.hits[0].matched == "code"
    assert found.hits[0].status == "Reserved"
    # Not below it, and not of its spelling: 9A999.a.11 only as words, behind.
    assert "9A999.a.11" not in codes(found)


def test_a_code_leads_what_stands_below_it(index: SearchIndex) -> None:
    found = index.search(Question("9A999"))
    assert codes(found) == ["9A999", "9A999.a", "9A999.a.1", "9A999.a.11"]
    assert found.total == 4
    last = found.hits[-1]
    assert (last.kind, last.edition, last.status) == ("provision", "", "")


def test_a_list_without_grammar_is_found_by_its_code(index: SearchIndex) -> None:
    found = index.search(Question("9x999"))
    assert codes(found) == ["9X999"]
    assert found.release == "invented"


def test_labels_in_the_language_asked_for(index: SearchIndex) -> None:
    found = index.search(Question("ZORBES", lang="fr"))
    assert codes(found) == ["us-ccl", "9A999"]
    entry = next(hit for hit in found.hits if hit.code == "9A999")
    assert entry.label is not None
    assert (entry.label.text, entry.label.lang) == ("Zorbes tournés et leurs paliers", "fr")
    assert entry.label.spans == ((0, 6),)
    assert index.search(Question("bearings", lang="fr")).total == 0
    assert codes(index.search(Question("tournes", lang="fr"))) == ["9A999"]


def test_a_paragraph_has_the_label_above_it(index: SearchIndex) -> None:
    hit = index.search(Question("9A999.a.1", lang="fr")).hits[0]
    assert hit.label is None
    assert hit.above is not None
    assert hit.above.text == "Zorbes tournés et leurs paliers"


def test_official_text_is_found_and_shown_in_part(index: SearchIndex) -> None:
    found = index.search(Question("humming hum night"))
    assert not found.whole
    found = index.search(Question("hum night"))
    assert found.whole
    (hit,) = found.hits
    assert (hit.code, hit.matched) == ("9A999.a", "text")
    assert hit.extract is not None
    assert [hit.extract.text[a:b] for a, b in hit.extract.spans] == ["hum", "night"]
    assert codes(index.search(Question("quorbles"))) == ["9A999.a"]


@pytest.mark.parametrize("typed", ["oxidane", "7732-18-5", "dihydrogen", "Oxydane"])
def test_chemicals_by_name_and_number(index: SearchIndex, typed: str) -> None:
    found = index.search(Question(typed))
    assert codes(found) == ["7732-18-5", "9X999"]
    assert found.hits[0].kind == "chemical"
    assert found.corrected == ({"oxydane": ("oxidane",)} if typed == "Oxydane" else {})
    if typed == "dihydrogen":
        assert found.hits[1].extract is not None
        assert found.hits[1].extract.text == "Dihydrogen oxide"
        assert found.hits[1].matched == "name"


def test_mistyped_words_find_near_ones_and_numbers_never(index: SearchIndex) -> None:
    found = index.search(Question("spining bearngs"))
    assert codes(found) == ["9A999"]
    assert found.corrected == {"spining": ("spinning",), "bearngs": ("bearings",)}
    assert index.search(Question("9A998")).total == 0


def test_filters_and_pages(index: SearchIndex) -> None:
    everything = index.search(Question("zorb"))
    assert {hit.kind for hit in everything.hits} == {"entry", "list", "regime"}
    assert everything.total == len(everything.hits) == 6
    only = index.search(Question("zorb", list="zz-list"))
    assert codes(only) == ["9X999"]
    assert codes(index.search(Question("zorb", kinds=("regime",)))) == ["zz"]
    pages = [index.search(Question("zorb", limit=2, offset=at)) for at in (0, 2, 4, 6)]
    assert [page.total for page in pages] == [6, 6, 6, 6]
    assert [hit for page in pages for hit in page.hits] == list(everything.hits)


@pytest.mark.parametrize(
    ("question", "words"),
    [
        (Question("—!"), "no letter or digit"),
        (Question("x" * 401), "more than 400 characters"),
        (Question("zorb", list="us-cll"), "no list 'us-cll' in this release; did you mean 'us-c"),
        (Question("zorb", lang="de"), "no language 'de' in this release; there are en, fr"),
    ],
)
def test_what_is_refused(index: SearchIndex, question: Question, words: str) -> None:
    with pytest.raises(InputError, match=words.replace("(", r"\(")):
        index.search(question)


@pytest.mark.parametrize(
    "text", ['"', "a* OR b", "NEAR(a b)", "zorb\x00", "'; DROP TABLE item;--", "zorb" * 90, "ﬀ٣½"]
)
def test_no_text_is_syntax(index: SearchIndex, text: str) -> None:
    try:
        index.search(Question(text))
    except InputError:
        assert text == '"'


def test_a_file_that_is_no_index_is_refused(tmp_path: Path, path: Path) -> None:
    bad = tmp_path / "bad.sqlite"
    bad.write_bytes(b"no database at all" * 100)
    with pytest.raises(IndexBuildError, match="is no search index"):
        SearchIndex(bad)
    with pytest.raises(IndexBuildError, match="is no search index"):
        SearchIndex(tmp_path / "missing.sqlite")
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(IndexBuildError, match="cannot be written"):
        write_index(tmp_path / "file" / "search.sqlite", (), "x")
    assert not list(path.parent.glob(".*"))
