"""Dependencies point down; and what only one place may do, no other place does."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "kgservice"
# From the ground up: a module imports only from its own package and from rows above its own.
LAYERS = (
    {"errors", "namespaces", "text", "bundled", "criteria", "forking"},
    {"cells"},
    {"report_pages"},
    {"settings", "model", "correspondence"},
    {"individuals"},
    {"codes", "thresholds"},
    {"completeness"},
    {"readers"},
    {"lineage"},
    {"query_parameters", "release", "store", "graph"},
    {"queries"},
    {"validation", "sources", "reasoning", "fetching"},
    {"reference_engine"},
    {"assessment"},
    {"harmonization", "submission"},
    {"own_list"},
    {"parts"},
    {"search"},
    {"build", "publish"},
    {"client"},
    {"web", "mcp"},
    {"cli"},
    {"__main__", "__init__"},
)
# What is imported -> the only place that may.
SOLE_IMPORTERS = {
    "flask": "web",
    "werkzeug": "web",
    "granian": "web",
    "prometheus_client": "web",
    "SPARQLWrapper": "store",
    "owlready2": "reasoning",
    "click": "cli",
    "rich": "cli",
}
MODULES = sorted(PACKAGE.rglob("*.py"))


def part_of(path: Path) -> str:
    """Return the first name below the package: ``readers`` for ``readers/table.py``."""
    return path.relative_to(PACKAGE).with_suffix("").parts[0]


def imports_of(path: Path) -> Iterator[tuple[str, str]]:
    """Yield what a module imports, as module and name."""
    for statement in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(statement, ast.Import):
            yield from ((alias.name, "") for alias in statement.names)
        elif isinstance(statement, ast.ImportFrom):
            assert statement.level == 0, f"{path}: imports relatively"
            yield from ((statement.module or "", alias.name) for alias in statement.names)


def layer_of(part: str) -> int:
    """Return the layer of a package or module of ours."""
    found = [number for number, layer in enumerate(LAYERS) if part in layer]
    assert found, f"kgservice/{part} stands in no layer of this test"
    return found[0]


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_imports_point_down(path: Path) -> None:
    own = part_of(path)
    for module, name in imports_of(path):
        head, _, rest = module.partition(".")
        if head != "kgservice":
            continue
        other = (rest or name).split(".")[0]
        is_ours = (PACKAGE / other).is_dir() or (PACKAGE / f"{other}.py").is_file()
        if other and is_ours and other != own:
            assert layer_of(other) < layer_of(own), f"{own} imports {module}, which is not below it"


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_only_one_place_may(path: Path) -> None:
    own = part_of(path)
    for module, name in imports_of(path):
        sole = SOLE_IMPORTERS.get(module.split(".")[0])
        assert sole in (None, own), f"{own} imports {module}; only {sole} may"
        if (module, name) == ("pyoxigraph", "Store"):
            assert own == "store", f"{own} imports pyoxigraph.Store; only store may"
    text = path.read_text(encoding="utf-8")
    if "os.environ" in text:
        assert own == "settings", f"{own} reads the environment; only settings may"


def test_modules_stay_small() -> None:
    lengths = {p: len(p.read_text(encoding="utf-8").splitlines()) for p in MODULES}
    assert len(lengths) > 30
    assert {str(path) for path, length in lengths.items() if length > 320} == set()
