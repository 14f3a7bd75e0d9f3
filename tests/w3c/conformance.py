"""Write ``docs/conformance.md`` from the suites and the table of differences.

``python -m tests.w3c.conformance`` writes it; the tests of this folder hold each of its numbers,
as a test passes exactly if the table does not name it.
"""

import collections
from pathlib import Path

from tests.w3c import shacl_suite
from tests.w3c.suite import ROOT, SuiteTest, read_differences, read_tests

PAGE = ROOT / "docs" / "conformance.md"
HEAD = """# Conformance

What the W3C test suites say of the served surface: each test is a request over HTTP to a running
service, its answer is read back and compared. `pytest tests/w3c` runs them; this page is written by
`python -m tests.w3c.conformance` and held equal to it by a test.

| suite | tests | pass | differ | refused on purpose |
|---|---:|---:|---:|---:|
"""
PROTOCOL = """| SPARQL 1.1 Protocol | 34 | 27 | 0 | 7 |
| SPARQL 1.1 Service Description | 3 | 3 | 0 | 0 |
| SPARQL 1.1 Graph Store HTTP Protocol | 18 | 10 | 0 | 8 |

Left out: entailment regimes, federated query (`SERVICE` is refused), update.

Refused on purpose, with status 403 or 405 and nothing changed: the seven protocol tests that want
an update carried out, the eight tests that write into the graph store (the others find the graphs
as those would have left them), and syntax tests whose query contains `SERVICE`:
"""
DIFFERENCES = """
## Differences

In each of these the engine itself, asked without anything of ours around it, gives the same answer;
for the evaluation tests another test holds that too.
"""


def page() -> str:
    """Return the whole page."""
    tests = list(read_tests())
    differences = read_differences()
    refused = sorted(test.id for test in tests if _is_refused(test))
    rows: dict[str, collections.Counter[str]] = {}
    for test in tests:
        version = test.id.split("/", 1)[0].replace("sparql1", "SPARQL 1.")
        name = f"{version} {'syntax' if 'Syntax' in test.kind else 'query evaluation'}"
        outcome = "differ" if test.id in differences else "pass"
        rows.setdefault(name, collections.Counter())[
            "refused" if test.id in refused else outcome
        ] += 1
    text = HEAD
    for name, count in sorted(rows.items()):
        cells = (count.total(), count["pass"], count["differ"], count["refused"])
        text += f"| {name} | " + " | ".join(map(str, cells)) + " |\n"
    text += (
        _shacl_rows() + PROTOCOL + "".join(f"\n- `{name}`" for name in refused) + "\n" + DIFFERENCES
    )
    by_reason: dict[str, list[str]] = {}
    for name, reason in sorted(differences.items()):
        by_reason.setdefault(reason, []).append(name)
    for reason, names in sorted(by_reason.items(), key=lambda pair: (-len(pair[1]), pair[0])):
        text += f"\n{reason[0].upper()}{reason[1:]} ({len(names)}):\n\n"
        text += "".join(f"- `{name}`\n" for name in names)
    text += "\nOf the SHACL suites, sent to `/validate` as data and shapes:\n\n"
    return text + "".join(f"- `{n}`: {why}\n" for n, why in shacl_suite.DIFFERENCES.items())


def _shacl_rows() -> str:
    counts = collections.Counter(
        (test.id.split("/", 1)[0], test.id in shacl_suite.DIFFERENCES)
        for test in shacl_suite.read_tests()
    )
    text = ""
    for suite, name in (("core", "SHACL Core"), ("sparql", "SHACL-SPARQL")):
        passed, differ = counts[suite, False], counts[suite, True]
        text += f"| {name} | {passed + differ} | {passed} | {differ} | 0 |\n"
    return text


def _is_refused(test: SuiteTest) -> bool:
    return test.kind == "PositiveSyntaxTest" and "SERVICE" in test.text.upper()


def write(path: Path = PAGE) -> None:
    """Write the page."""
    path.write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    write()
