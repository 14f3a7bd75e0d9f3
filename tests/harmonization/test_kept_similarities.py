"""What is kept of the wordings is what they give; other wordings are measured anew."""

import json
import os
from dataclasses import replace
from pathlib import Path

import pytest

from kgservice.bundled import bundled
from kgservice.errors import TableError
from kgservice.harmonization import kept
from kgservice.harmonization.families import pairs_of
from kgservice.harmonization.similarity import Similarity, measure_similarity
from kgservice.sources import find_sources
from tests.harmonization.bundled import editions, present
from tests.harmonization.invented import NEW, edition, entry

DATA = bundled("data")
DOCUMENTS = Path(os.environ.get("KGSERVICE_DOCUMENTS", DATA.parents[1] / "shared" / "data"))


def test_every_pair_of_present_editions_is_kept() -> None:
    inputs = json.loads((DATA / kept.FOLDER / kept.INPUTS).read_text(encoding="utf-8"))
    pairs = [(present(one), present(other)) for one, other in pairs_of(editions())]
    wanted = {Path(kept.file_name(*pair)).stem: kept.digest_of(*pair) for pair in pairs}
    assert inputs == wanted, "the bundled editions changed; run 'make facts'"
    assert {path.stem for path in (DATA / kept.FOLDER).glob("*.csv")} == set(inputs)


@pytest.mark.skipif(not DOCUMENTS.is_dir(), reason=f"no official documents in {DOCUMENTS}")
@pytest.mark.parametrize(("one", "other"), [("ca-import", "us-ccl"), ("ca-nuclear", "us-nrc-110")])
def test_what_is_kept_is_what_the_documents_give(one: str, other: str) -> None:
    read = {
        source.list_id: source.read()[0]
        for source in find_sources(DATA / "editions", DATA / "no-imports", DOCUMENTS)
        if source.list_id in (one, other) and source.date == present(source.list_id).date
    }
    assert kept.digest_of(read[one], read[other]) == kept.digest_of(present(one), present(other))
    found = kept.read_similarities(DATA / kept.FOLDER / kept.file_name(read[one], read[other]))
    assert measure_similarity(read[one], read[other]) == found


def test_other_wordings_are_measured(tmp_path: Path) -> None:
    mine = replace(edition(NEW, entry("9X999", "Blue kettles")), list_id="yy-list")
    yours = edition(NEW, entry("9X999", "Blue kettles"))
    path = tmp_path / kept.file_name(mine, yours)
    known = Similarity("9X999", "9X999", 42, 43, numbers=True)
    kept.write_similarities([known], path)
    inputs = {path.stem: kept.digest_of(mine, yours)}
    (tmp_path / kept.INPUTS).write_text(json.dumps(inputs), encoding="utf-8")
    assert kept.kept_or_measured(mine, yours, tmp_path) == (known,)
    changed = edition(NEW, entry("9X999", "Blue kettles or jugs"))
    (fresh,) = kept.kept_or_measured(mine, changed, tmp_path)
    assert fresh != known
    assert kept.kept_or_measured(mine, yours, tmp_path / "none")[0].words == 100


def test_a_wrong_cell_is_named(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("first,second,words,path,numbers\n9X,9X,many,1,\n", encoding="utf-8")
    with pytest.raises(TableError, match=r"a\.csv, row 2: .*expected two codes"):
        kept.read_similarities(path)
    path.write_text("one,two\n", encoding="utf-8")
    with pytest.raises(TableError, match="expected the columns first, second"):
        kept.read_similarities(path)
