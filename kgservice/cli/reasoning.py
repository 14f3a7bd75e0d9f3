"""The verb that reasons: is the ontology sound, what follows, which criteria say nothing."""

import json
from pathlib import Path
from typing import Any, Final

import click

from kgservice.bundled import bundled
from kgservice.cli.group import NOT_VALID
from kgservice.graph.inferred import (
    IN_CONTEXT,
    STRICT,
    TYPICAL,
    USUAL,
    CriterionFinding,
    StatedAxiom,
    finding_triples,
    reasoning_triples,
    subsumption_triples,
)
from kgservice.graph.terms import line
from kgservice.reasoning.axioms import Axioms
from kgservice.reasoning.criteria import Verdict
from kgservice.reasoning.drafts import judge_draft
from kgservice.reasoning.examination import (
    Contradiction,
    Examination,
    describe_run,
    examine_ontology,
    read_ontology,
)
from kgservice.reasoning.justification import Deadline

_WHY: Final = {
    STRICT: "every instance meets it, by what the technique is",
    USUAL: "as the technique is usually practised every instance meets it",
    IN_CONTEXT: "whatever meets the other criteria meets it too",
}


@click.command()
@click.option(
    "--criteria",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Judge the draft criteria of this Turtle file.",
)
@click.option("--seconds", type=click.FloatRange(min=1), default=120, help="Time limit.")
@click.option(
    "--format",
    "output",
    type=click.Choice(["text", "json", "turtle"]),
    default="text",
    help="How the findings are printed; turtle is what a release holds of them.",
)
@click.pass_context
def reason(context: click.Context, criteria: Path | None, seconds: float, output: str) -> None:
    """Classify the ontology, or judge which draft criteria control nothing in particular.

    Ends with 1 if the ontology contradicts itself, or if a draft criterion fails to discriminate.
    """
    deadline = Deadline(seconds)
    if criteria is not None:
        verdicts, axioms = judge_draft(criteria, bundled("ontology"), deadline)
        _PRINTERS[output](Examination(describe_run(axioms), (), (), verdicts), axioms)
        if not all(verdict.narrows for verdict in verdicts):
            context.exit(NOT_VALID)
        return
    axioms, groups = read_ontology(bundled("ontology"), bundled("data") / "criteria")
    found = examine_ontology(axioms, groups, deadline)
    _PRINTERS[output](found, axioms)
    if found.contradictions:
        context.exit(NOT_VALID)


def _print_text(found: Examination, axioms: Axioms) -> None:
    for clash in found.contradictions:
        _print_contradiction(clash, axioms)
    if found.contradictions:
        return
    run = found.run
    click.echo(f"{run.axioms:,} axioms, {run.reasoner} ({run.version}): consistent, "
               "no class that can have no instance")  # fmt: skip
    for one in found.subsumptions:
        below, above = axioms.name(one.subclass), axioms.name(one.superclass)
        usual = " usually" if one.ground == TYPICAL else ""
        click.echo(f"  inferred: {below} is{usual} below {above}")
    for verdict in found.verdicts:
        _print_verdict(verdict, axioms)


def _print_contradiction(clash: Contradiction, axioms: Axioms) -> None:
    if clash.subject is None:
        click.echo("inconsistent: there is nothing of which all axioms hold, because")
    else:
        click.echo(f"unsatisfiable: nothing can be in <{clash.subject}> "
                   f"({axioms.name(clash.subject)}), because")  # fmt: skip
    for axiom in clash.axioms:
        _print_axiom(axiom)
    if not clash.axioms:
        click.echo("    (the reason was not looked for; see those above)")
    elif not clash.minimal:
        click.echo("    (the time was over: some of these may not be needed)")


def _print_verdict(verdict: Verdict, axioms: Axioms) -> None:
    name, base = axioms.name(verdict.criterion), axioms.name(verdict.base)
    click.echo(f"<{verdict.criterion}> ({name}), tested against: {base}")
    if verdict.excludes:
        click.echo("  Controls nothing here: no instance can meet it.")
    elif verdict.findings:
        for finding in verdict.findings:
            _print_finding(finding, axioms)
    else:
        click.echo("  Narrows: nothing known here makes every instance meet it.")
    if verdict.clash:
        click.echo("  The other criteria cannot all be met by an instance at once.")


def _print_finding(finding: CriterionFinding, axioms: Axioms) -> None:
    click.echo(f"  Controls nothing in particular: {_WHY[finding.redundancy]}.")
    if finding.beside:
        others = ", ".join(axioms.name(iri) for iri in finding.beside)
        click.echo(f"  It follows from: {others}.")
    for axiom in finding.axioms:
        _print_axiom(axiom)


def _print_axiom(axiom: StatedAxiom) -> None:
    source = "; ".join(axiom.sources) or "no source: it fixes a meaning"
    click.echo(f"    {axiom.label} [{axiom.id}, {axiom.kind}: {source}]")


def _print_json(found: Examination, axioms: Axioms) -> None:
    report = {
        "reasoner": found.run.reasoner,
        "version": found.run.version,
        "axioms": found.run.axioms,
        "digest": found.run.digest,
        "consistent": not any(clash.subject is None for clash in found.contradictions),
        "contradictions": [
            {"class": clash.subject, "axioms": list(map(_axiom, clash.axioms)),
             "minimal": clash.minimal}
            for clash in found.contradictions
        ],
        "subsumptions": [
            {"subclass": one.subclass, "superclass": one.superclass, "ground": one.ground,
             "axioms": list(map(_axiom, one.axioms))}
            for one in found.subsumptions
        ],
        "criteria": [_verdict(verdict, axioms) for verdict in found.verdicts],
    }  # fmt: skip
    click.echo(json.dumps(report, indent=1, ensure_ascii=False))


def _verdict(verdict: Verdict, axioms: Axioms) -> dict[str, Any]:
    return {
        "criterion": verdict.criterion,
        "label": axioms.name(verdict.criterion),
        "base": verdict.base,
        "narrows": verdict.narrows,
        "excludes": verdict.excludes,
        "othersClash": verdict.clash,
        "findings": [
            {"redundancy": finding.redundancy, "beside": list(finding.beside),
             "axioms": list(map(_axiom, finding.axioms))}
            for finding in verdict.findings
        ],
    }  # fmt: skip


def _axiom(axiom: StatedAxiom) -> dict[str, Any]:
    return {"id": axiom.id, "label": axiom.label, "kind": axiom.kind, "text": axiom.text,
            "sources": list(axiom.sources)}  # fmt: skip


def _print_turtle(found: Examination, axioms: Axioms) -> None:
    if found.contradictions:
        _print_text(found, axioms)
        return
    triples = (
        *reasoning_triples(found.run),
        *subsumption_triples(found.subsumptions, found.run),
        *finding_triples(found.findings, found.run),
    )
    click.echo("".join(sorted(set(map(line, triples)))), nl=False)


_PRINTERS: Final = {"text": _print_text, "json": _print_json, "turtle": _print_turtle}
