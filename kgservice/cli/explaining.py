"""The verb ``explain``: a convergence link by link, or what a correspondence rests on."""

import dataclasses
import json
from collections.abc import Iterator, Mapping

import click

from kgservice.cli.group import REPORT_FORMATS
from kgservice.cli.opening import open_store
from kgservice.correspondence import Correspondence, EditionKey, ListComparison
from kgservice.harmonization.comparison_report import report_comparison
from kgservice.harmonization.recalled_comparison import recall_correspondence
from kgservice.namespaces import ID
from kgservice.reasoning.explain import Proof, explain
from kgservice.settings import Settings
from kgservice.store import QueryRequest, Store

_JSON = "application/sparql-results+json"


@click.command("explain")
@click.argument("iri")
@click.option("--format", "output", type=REPORT_FORMATS, default="text", help="How it is printed.")
@click.pass_obj
def explain_convergence(settings: Settings, iri: str, output: str) -> None:
    """Print the proof of a convergence, or what a correspondence and its deviation rest on.

    IRI whole, or its part behind …/id/.
    """
    whole = iri if ":" in iri else ID + iri
    store = open_store(settings, None, 1)
    try:
        if whole.startswith(f"{ID}correspondence/"):
            _explain_correspondence(*recall_correspondence(store, whole), output)
            return
        proof = explain(whole, lambda text: _solutions(store, text))
    finally:
        store.close()
    if output == "json":
        click.echo(json.dumps(dataclasses.asdict(proof), indent=1, ensure_ascii=False))
    else:
        _print_proof(proof)


def _explain_correspondence(
    subject: EditionKey, object_: EditionKey, one: Correspondence, output: str
) -> None:
    report = report_comparison(ListComparison(subject, object_, (one,), ()))
    (told,) = report.correspondences
    if output == "json":
        text = json.dumps(dataclasses.asdict(report), indent=1, ensure_ascii=False, default=str)
        click.echo(text)
        return
    click.echo(f"{subject.list_id} {told.code} against {object_.list_id} {told.other_code}")
    click.echo(f"  editions: {subject.date or 'codes alone'}, {object_.date or 'codes alone'}")
    click.echo(f"  relation: {told.relation or 'none'}; deviation: {told.deviation}")
    click.echo(f"  confidence: {told.confidence:.2f}, candidate number {told.rank}")
    click.echo(f"  found by: {', '.join(told.justifications)}")
    if told.words is not None:
        click.echo(f"  similarity of the words: {told.words} of 100")
    for limits in told.limits:
        click.echo(f"  limits: {limits}")
    if told.follows is not None:
        click.echo(f"  follows the edition of {told.follows}")
    for doubt in told.uncertainties:
        click.echo(f"  uncertain: {doubt}")


def _solutions(store: Store, text: str) -> Iterator[Mapping[str, str]]:
    with store.query(QueryRequest(text, _JSON)).body as body:
        found = json.load(body)
    for solution in found["results"]["bindings"]:
        yield {name: term["value"] for name, term in solution.items()}


def _print_proof(proof: Proof) -> None:
    click.echo(proof.label)
    click.echo(f"  {proof.iri}")
    click.echo(f"  status: {proof.status}")
    for name, values in proof.facts.items():
        click.echo(f"  {name}: {', '.join(map(_short, values))}")
    for source in proof.sources:
        click.echo(f"  source: {source}")
    for step in proof.steps:
        click.echo(f"{step.number:>3}. {step.statement}")
        for source in step.sources:
            click.echo(f"     source: {source}")
    if not proof.steps:
        click.echo("  stated by its sources, not derived: there is no chain of steps")


def _short(value: str) -> str:
    return value.removeprefix(ID).rsplit("#", 1)[-1]
