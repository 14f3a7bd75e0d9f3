"""Each format in, SPDX and RDF out and back; and what is wrong in a file is one clear error."""

import datetime
import json
import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from kgservice.errors import DocumentError
from kgservice.graph.lineage import lineage_triples
from kgservice.graph.terms import line
from kgservice.lineage import read_lineage, spdx_document
from kgservice.lineage.amounts import UNKNOWN, Amount, Truth
from kgservice.lineage.lineages import Lineage
from kgservice.lineage.model import TrainingKind
from kgservice.lineage.spdx import CONTEXTS
from kgservice.validation import read_shapes, validate_lines
from tests.lineage.invented import lineages

ROOT = Path(__file__).parents[2]
DAY = datetime.datetime(2026, 1, 2, 3, 4, 5, tzinfo=datetime.UTC)
HUB = "https://huggingface.co/"


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def card(front: str) -> str:
    return f"---\n{front}\n---\n# An invented model\n"


def bom(*components: dict[str, object], **changes: object) -> str:
    document = {"bomFormat": "CycloneDX", "specVersion": "1.6", "components": components}
    return json.dumps(document | changes)


def model(name: str, **more: object) -> dict[str, object]:
    return {"type": "machine-learning-model", "name": name, "bom-ref": name, **more}


def properties(**values: str) -> list[dict[str, str]]:
    return [{"name": f"stc:{name}", "value": value} for name, value in values.items()]


def spdx(*elements: dict[str, object]) -> str:
    return json.dumps({"@context": CONTEXTS[-1], "@graph": elements})


def package(name: str, kind: str = "ai_AIPackage") -> dict[str, object]:
    return {"type": kind, "spdxId": f"https://law.example/{name}", "name": name}


def relation(kind: str, source: str, *targets: str) -> dict[str, object]:
    to = [f"https://law.example/{target}" for target in targets]
    return {
        "type": "Relationship", "relationshipType": kind,
        "from": f"https://law.example/{source}", "to": to,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("front", "kind", "bases"),
    [
        ("base_model: circus/mime\nbase_model_relation: finetune", "fine-tuning", 1),
        ("base_model: [circus/mime]\nbase_model_relation: quantized", "quantisation", 1),
        ("base_model:\n- circus/mime\n- circus/clown\ntags: [merge]", "merge", 2),
        ("base_model: circus/mime\nbase_model_relation: adapter", "adapter", 1),
        ("base_model: circus/mime\nlicense: mit", "unstated", 1),
    ],
)
def test_model_card(tmp_path: Path, front: str, kind: str, bases: int) -> None:
    text = card(f"{front}\ndatasets: [circus/jokes]")
    lineage = read_lineage([write(tmp_path, "circus--duo/README.md", text)])
    found = lineage.model(f"{HUB}circus/duo")
    (run,) = found.runs
    assert (run.kind.value, len(run.bases)) == (kind, bases)
    assert run.data[0].dataset == f"{HUB}datasets/circus/jokes"
    assert (run.operations, found.published) == (UNKNOWN, Truth.UNKNOWN)
    base = lineage.model(f"{HUB}circus/mime")
    assert (base.name, base.runs) == ("circus/mime", ())


def test_card_without_lineage_is_a_model_of_unknown_lineage(tmp_path: Path) -> None:
    found = read_lineage([write(tmp_path, "circus--solo.md", card("license: mit"))])
    assert found.models[0].runs == ()


@pytest.mark.parametrize("version", ["1.5", "1.6"])
def test_cyclonedx(tmp_path: Path, version: str) -> None:
    text = bom(
        model(
            "clown",
            purl="pkg:huggingface/circus/clown@abc",
            pedigree={"ancestors": [{"type": "machine-learning-model", "name": "mime"}]},
            modelCard={
                "modelParameters": {"datasets": [{"ref": "jokes"}]},
                "properties": properties(syntheticShare="0.1..0.2"),
            },
            properties=properties(operations="1e25..2e25", trainingKind="fine-tuning"),
        ),
        {"type": "data", "name": "jokes", "bom-ref": "jokes",
         "properties": properties(dataPublished="true")},
        specVersion=version,
    )  # fmt: skip
    lineage = read_lineage([write(tmp_path, "bom.json", text)])
    (run,) = lineage.model(f"{HUB}circus/clown").runs
    assert run.kind is TrainingKind.FINE_TUNING
    assert str(run.operations) == "1e25..2e25"
    assert str(run.synthetic_share) == "0.1..0.2"
    assert run.bases == ("https://w3id.org/stc/id/ai-model/mime",)
    assert lineage.datasets[0].published is Truth.TRUE


def test_foreign_spdx(tmp_path: Path) -> None:
    text = spdx(
        package("clown"), package("mime"), package("jokes", "dataset_DatasetPackage"),
        relation("trainedOn", "clown", "jokes"), relation("ancestorOf", "mime", "clown"),
        relation("generates", "mime", "jokes"), relation("testedOn", "clown", "jokes"),
    )  # fmt: skip
    lineage = read_lineage([write(tmp_path, "bom.spdx.json", text)])
    (run,) = lineage.model("https://law.example/clown").runs
    assert run.bases == ("https://law.example/mime",)
    assert run.kind is TrainingKind.UNSTATED
    assert lineage.datasets[0].generated_by == "https://law.example/mime"


@settings(
    max_examples=100,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(lineages())
def test_spdx_and_rdf_read_back_equal(tmp_path: Path, lineage: Lineage) -> None:
    text = spdx_document(lineage, "https://law.example/document", DAY)
    assert read_lineage([write(tmp_path, "out.spdx.json", text)]) == lineage
    lines = sorted(set(map(line, lineage_triples(lineage))))
    assert validate_lines(lines, read_shapes()).violations == ()
    assert read_lineage([write(tmp_path, "out.nt", "".join(lines))]) == lineage


def test_bundled_cases_go_through_every_format(tmp_path: Path) -> None:
    lineage = read_lineage(sorted((ROOT / "data" / "lineage").glob("*.ttl")))
    text = spdx_document(lineage, "https://law.example/document", DAY)
    assert read_lineage([write(tmp_path, "out.json", text)]) == lineage
    night = lineage.model("https://w3id.org/stc/id/ai-model/infrared-human-detection")
    target = lineage.model("https://w3id.org/stc/id/ai-model/military-target-detection")
    assert {night.runs[0].kind, target.runs[0].kind} == {TrainingKind.TRANSFER_LEARNING}
    assert (night.status, target.status) == ("StatedInLiterature", "Illustrative")
    assert all(found.sources for found in lineage.models)
    assert {run.operations for found in lineage.models for run in found.runs} == {UNKNOWN}


def test_files_are_joined_by_iri(tmp_path: Path) -> None:
    one = write(tmp_path, "circus--clown.md", card("base_model: circus/mime"))
    stated = model("x", purl="pkg:huggingface/circus/clown", properties=properties(operations="7"))
    other = write(tmp_path, "bom.json", bom(stated))
    found = read_lineage([one, other]).model(f"{HUB}circus/clown")
    assert found.runs[0].operations == Amount.exactly(7)
    assert found.runs[0].bases == (f"{HUB}circus/mime",)
    stated["properties"] = properties(operations="8")
    again = write(tmp_path, "again.json", bom(stated))
    with pytest.raises(DocumentError, match=r"bom.json and again.json: .*operations 7 and 8"):
        read_lineage([other, again])


TURTLE = """@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix stc: <https://w3id.org/stc/ontology#> .
@base <https://w3id.org/stc/id/> .
<m> a stc:AIModel ; prov:wasGeneratedBy <r> .
<r> a stc:TrainingRun ; stc:trainingKind stc:FineTuningKind ; stc:baseModel <b> """
ANCESTOR_LESS = {"ancestors": []}
WRONG = [
    ("a.md", "# No card", r"a.md, line 1: has no front matter; expected a model card"),
    ("a.md", "---\nlicense: mit\n", r"a.md: the front matter is not closed"),
    ("a.md", card("a: [1"), r"a.md, line \d+: the front matter is not well-formed YAML"),
    ("a.md", card("- a"), r"a.md: the front matter is no mapping"),
    ("a.md", card("base_model:"), r"a.md, base_model: names no model; expected an id"),
    ("a.md", card("base_model: []"), r"a.md, base_model: names no model"),
    ("a.md", card("base_model: 7"), r"a.md, base_model: is 7; expected an id such as"),
    ("a.md", card("base_model: [a/b, '']"), r"a.md, base_model\[1\]: is ''; expected"),
    ("a.md", card("base_model_relation: finetune"), r"no base_model; expected the id"),
    (
        "a.md",
        card("base_model: a/b\nbase_model_relation: child"),
        r"base_model_relation: is 'child'; expected one of finetune, adapter, merge, quantized",
    ),
    ("a--b.md", card("base_model: a/b"), r"base_model: a/b is its own base.*forms a circle"),
    ("a.json", "{", r"a.json, line 1, column 2: is not well-formed JSON"),
    ("a.json", "[]", r"a.json: is a JSON list; expected an object"),
    ("a.json", "[" * 100_000, r"a.json: is nested too deeply"),
    ("a.json", '{"a": 1, "a": 2}', r"a.json: the key 'a' comes twice"),
    ("a.json", '{"a": NaN}', r"a.json: NaN is no JSON number"),
    ("a.json", "{}", r"a.json, top level: bomFormat is not CycloneDX"),
    ("a.json", bom(specVersion="1.4"), r"specVersion is 1.4; expected one of 1.5, 1.6"),
    ("a.json", bom(components={}), r"a.json, components: is a JSON object; expected a list"),
    ("a.json", bom(), r"lists no component of type machine-learning-model"),
    ("a.json", bom(model("m"), model("m")), r"components\[1\]: bom-ref m stands at"),
    (
        "a.json",
        bom(model("m", pedigree=ANCESTOR_LESS)),
        r"components\[0\].pedigree: ancestors is empty; expected a component",
    ),
    (
        "a.json",
        bom(model("m", pedigree={"ancestors": [{"type": "library", "name": "x"}]})),
        r"pedigree.ancestors\[0\]: type is library; expected machine-learning-model",
    ),
    (
        "a.json",
        bom(
            model("m", pedigree={"ancestors": [model("n")]}),
            model("n", pedigree={"ancestors": [model("m")]}),
        ),
        r"a.json: the lineage forms a circle, \S+/m from \S+/n from \S+/m; expected no model",
    ),
    (
        "a.json",
        bom(model("m", modelCard={"modelParameters": {"datasets": [{"ref": "x"}]}})),
        r"datasets\[0\]: ref x leads nowhere; expected the bom-ref",
    ),
    (
        "a.json",
        bom(model("m", properties=properties(operations="1e99"))),
        r"stc:operations: '1e99' is too large; expected at most 1e40",
    ),
    (
        "a.json",
        bom(model("m", properties=properties(operations="1e9999999999"))),
        r"stc:operations: '1e9999999999' is no number",
    ),
    (
        "a.json",
        bom(model("m", properties=properties(operations="9" * 5000))),
        r"stc:operations: '9{30}…' is no number",
    ),
    (
        "a.json",
        bom(model("m", properties=properties(operations="2..1"))),
        r"'2..1' has its bounds the wrong way round; expected LOW..HIGH",
    ),
    (
        "a.json",
        bom(model("m", properties=properties(syntheticShare="1.5"))),
        r"stc:syntheticShare: '1.5' is too large; expected at most 1",
    ),
    (
        "a.json",
        bom(model("m", properties=properties(operation="1"))),
        r"stc:operation is unknown; expected one of",
    ),
    ("a.json", '{"spdxVersion": "SPDX-2.3"}', r"marks SPDX 2; expected SPDX 3.0 in JSON-LD"),
    (
        "a.json",
        '{"@context": "https://spdx.org/rdf/2.9/spdx-context.jsonld"}',
        r"@context is https://spdx.org/rdf/2.9\S+; expected one of https://spdx.org/rdf/3.0.0",
    ),
    ("a.json", spdx(package("x", "software_Package")), r"no element of type ai_AIPackage"),
    (
        "a.json",
        spdx(package("m"), relation("trainedOn", "m", "x")),
        r"graph\[1\]: leads to https://law.example/x, which the document lacks",
    ),
    (
        "a.json",
        spdx(package("m"), package("m")),
        r"spdxId https://law.example/m comes twice",
    ),
    (
        "a.json",
        spdx(
            package("m"), package("n"),
            relation("descendantOf", "m", "n"), relation("descendantOf", "n", "m"),
        ),
        r"the lineage forms a circle",
    ),
    ("a.ttl", TURTLE, r"a.ttl, line \d+: is not well-formed Turtle"),
    ("a.ttl", "", r"a.ttl: is empty"),
    ("a.ttl", "<x:a> <x:b> <x:c> .", r"a.ttl: no thing is an stc:AIModel; expected one"),
    ("a.ttl", TURTLE.replace("/stc/id/> .", "/> .") + "; stc:operations 1e26 .",
     r"stc:operations is 1e26, a float; write the decimal 1" + "0" * 26 + r"\.0"),
    ("a.ttl", TURTLE + "; stc:operations -1.0 .", r"'-1.0' is no number; expected one such as"),
    ("a.ttl", TURTLE + '; stc:operations "many" .', r'stc:operations is "many"; expected an xsd'),
    ("a.ttl", TURTLE + "; stc:operations 1.0 , 2.0 .", r"has 2 stc:operations; expected one"),
    (
        "a.ttl",
        TURTLE + "; stc:operationsAtLeast 2.0 ; stc:operationsAtMost 1.0 .",
        r"stc:operationsAtLeast is over stc:operationsAtMost",
    ),
    ("a.ttl", TURTLE + "; stc:operatons 2.0 .", r"operatons says nothing.*mean stc:operations\?"),
    (
        "a.ttl",
        TURTLE.replace("stc:trainingKind stc:FineTuningKind ;", "") + ".",
        r"<\S+/r>: stc:trainingKind is none; expected one of stc:PreTrainingKind",
    ),
    ("a.ttl", TURTLE.replace("<b>", "<m>") + ".", r"circle, \S+/m from \S+/m; expected no model"),
    (
        "a.ttl",
        TURTLE + ". <s> a stc:TrainingRun .",
        r"<\S+/s>: no model has this run; expected one by prov:wasGeneratedBy",
    ),
    ("a.ttl", TURTLE + ". <m> stc:parametersPublished 2 .", r"is 2; expected true or false"),
    ("a.xyz", "?", r"a.xyz: the format is unknown; expected a model card"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "text", "message"), WRONG, ids=[f"{n}-{w[0]}" for n, w in enumerate(WRONG)]
)
def test_what_is_wrong_is_one_clear_error(
    tmp_path: Path, name: str, text: str, message: str
) -> None:
    with pytest.raises(DocumentError) as error:
        read_lineage([write(tmp_path, name, text)])
    assert re.search(message, str(error.value)), str(error.value)
    assert name.partition(".")[0] in str(error.value)


def test_no_file_is_an_error() -> None:
    with pytest.raises(DocumentError, match=r"no document is given; expected a model card"):
        read_lineage([])
