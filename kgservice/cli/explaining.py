"""The verb ``explain``: the proof of a convergence, link by link."""

import dataclasses
import json
from collections.abc import Iterator, Mapping

import click

from kgservice.cli.group import REPORT_FORMATS
from kgservice.cli.questions import open_store
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
    """Print the proof of a convergence; IRI whole, or its part behind …/id/."""
    whole = iri if ":" in iri else ID + iri
    store = open_store(settings, None, 1)
    try:
        proof = explain(whole, lambda text: _solutions(store, text))
    finally:
        store.close()
    if output == "json":
        click.echo(json.dumps(dataclasses.asdict(proof), indent=1, ensure_ascii=False))
    else:
        _print_proof(proof)


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
