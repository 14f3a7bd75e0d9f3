"""How many thresholds are read from the lists' texts, and how many of them rightly.

``python benchmarks/thresholds.py [DOCUMENTS]`` compares what the editions say with the gold set in
``tests/thresholds`` and prints precision and recall; with ``--faults`` also what is wrong or missed
in the open part.
"""

import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from tests.thresholds.gold import FOLDER, read_gold  # noqa: E402
from tests.thresholds.scoring import Result, Score, score_gold  # noqa: E402


def row(part: str, what: str, score: Score) -> str:
    """Return a row of the table."""
    return (
        f"| {part} | {what} | {score.precision:.3f} | {score.recall:.3f} "
        f"| {score.right} | {score.wrong} | {score.missed} |\n"
    )


def report(part: str, result: Result) -> str:
    """Return the rows of one part of the gold set."""
    return "".join(
        (
            row(part, "parameters", result.strict),
            row(part, "parameters, whatever their quantity", result.loose),
            row(part, "how the paragraphs below are joined", result.joins),
            row(part, "how a paragraph's own parameters are joined", result.tree),
        )
    )


def main() -> None:
    """Score each part there is and print a table."""
    folders = [Path(name) for name in sys.argv[1:] if name != "--faults"]
    documents = folders[0] if folders else ROOT.parent / "shared" / "data"
    if not documents.is_dir():
        sys.stdout.write(f"no official documents at {documents}: thresholds are not measured\n")
        return
    sys.stdout.write("| part | what | precision | recall | right | wrong | missed |\n")
    sys.stdout.write("|---|---|---|---|---|---|---|\n")
    for path in sorted(FOLDER.glob("gold-*.csv"), reverse=True):
        part = path.stem.removeprefix("gold-")
        result = score_gold(read_gold(path), documents)
        sys.stdout.write(report(part, result))
        if "--faults" in sys.argv and part == "open":
            for score in (result.strict, result.joins, result.tree):
                sys.stdout.write("".join(f"{fault}\n" for fault in score.faults))


if __name__ == "__main__":
    main()
