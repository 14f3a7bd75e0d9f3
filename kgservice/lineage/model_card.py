"""Model cards of the Hugging Face Hub: the YAML front matter of a Markdown file.

Read are ``base_model`` (one id or several), ``base_model_relation``, ``datasets``, ``tags`` and
``model_name``.  A card states no operations and no share of synthetic data, so they stay
unknown; a licence does not say whether parameters are published, so that stays unknown too.
Source: Hugging Face Hub documentation, "Model Cards", section "Specifying a base model".
"""

from pathlib import Path
from typing import Any, Final

import yaml

from kgservice.errors import DocumentError
from kgservice.lineage.identity import HUB_ID, hub_dataset_iri, hub_model_iri
from kgservice.lineage.lineages import Lineage
from kgservice.lineage.model import AIModel, Dataset, DataUse, TrainingKind, TrainingRun
from kgservice.namespaces import ID, segment
from kgservice.readers.documents import Document, decode

RELATIONS: Final = {
    "finetune": TrainingKind.FINE_TUNING,
    "adapter": TrainingKind.ADAPTER,
    "merge": TrainingKind.MERGE,
    "quantized": TrainingKind.QUANTISATION,
}
_MARK: Final = "---"
_MERGE_TAG: Final = "merge"


def read_model_card(document: Document) -> Lineage:
    """Return the lineage that a model card states.

    A base that is named is a model of which nothing more is known.  The model itself is named
    by ``model_name``, else by the file (``owner--name.md``) or, of a ``README.md``, its folder.

    :param document: the card
    :returns: the model, its bases and its datasets
    :raises DocumentError: if there is no front matter, it is no YAML mapping, a relation has no
        base, or a value is of the wrong kind
    """
    card = _front_matter(document)
    name = _own_name(document, card)
    bases = _ids(document, card, "base_model")
    datasets = tuple(_ids(document, card, "datasets"))
    if "base_model" in card and not bases:
        raise DocumentError(
            f"{document.name}, base_model: names no model; expected an id such as owner/name, or "
            "no base_model at all"
        )
    kind = _kind(document, card, bases)
    iri = hub_model_iri(name) if HUB_ID.fullmatch(name) else f"{ID}ai-model/{segment(name)}"
    uses = tuple(sorted((DataUse(hub_dataset_iri(d)) for d in datasets), key=lambda u: u.dataset))
    run = TrainingRun(f"{iri}#run-1", kind, tuple(sorted(map(hub_model_iri, bases))), uses)
    model = AIModel(iri, name, runs=(run,) if bases or uses else ())
    data = (Dataset(hub_dataset_iri(d), d) for d in datasets)
    named = (AIModel(hub_model_iri(base), base) for base in bases)
    if model.iri in run.bases:
        raise DocumentError(
            f"{document.name}, base_model: {name} is its own base, so the lineage forms a circle; "
            "expected another model"
        )
    return Lineage.of((model, *named), data, document.name)


def _front_matter(document: Document) -> dict[str, Any]:
    lines = decode(document).splitlines()
    wanted = f"expected a model card: YAML between two lines {_MARK} at the top"
    if not lines or lines[0].rstrip() != _MARK:
        raise DocumentError(f"{document.name}, line 1: has no front matter; {wanted}")
    end = next((n for n, line in enumerate(lines[1:], 1) if line.rstrip() == _MARK), None)
    if end is None:
        raise DocumentError(f"{document.name}: the front matter is not closed; {wanted}")
    try:
        found = yaml.safe_load("\n".join(lines[1:end]))
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        place = f", line {mark.line + 2}" if mark is not None else ""
        problem = getattr(error, "problem", None) or "cannot be read"
        raise DocumentError(
            f"{document.name}{place}: the front matter is not well-formed YAML: {problem}; {wanted}"
        ) from error
    except (ValueError, RecursionError) as error:
        raise DocumentError(
            f"{document.name}: the front matter holds a value that cannot be read: {error}"
        ) from error
    if not isinstance(found, dict):
        raise DocumentError(f"{document.name}: the front matter is no mapping; {wanted}")
    return found


def _own_name(document: Document, card: dict[str, Any]) -> str:
    stated = card.get("model_name")
    if stated is not None and (not isinstance(stated, str) or not stated.strip()):
        raise DocumentError(f"{document.name}, model_name: is {stated!r}; expected a string")
    path: Path = document.path.absolute()
    place = path.parent.name if path.stem.lower() == "readme" else path.stem
    return (stated or place.removeprefix("models--").replace("--", "/")).strip()


def _ids(document: Document, card: dict[str, Any], key: str) -> list[str]:
    value = card.get(key)
    items = value if isinstance(value, list) else [] if value in (None, "") else [value]
    for number, item in enumerate(items):
        place = f"{document.name}, {key}[{number}]" if len(items) > 1 else f"{document.name}, {key}"
        if not isinstance(item, str) or not HUB_ID.fullmatch(item.strip()):
            raise DocumentError(f"{place}: is {item!r}; expected an id such as owner/name")
    return sorted({item.strip() for item in items})


def _kind(document: Document, card: dict[str, Any], bases: list[str]) -> TrainingKind:
    relation = card.get("base_model_relation")
    if relation is None:
        tags = card.get("tags")
        merged = isinstance(tags, list) and _MERGE_TAG in tags and len(bases) > 1
        return TrainingKind.MERGE if merged else TrainingKind.UNSTATED
    if not isinstance(relation, str) or relation not in RELATIONS:
        raise DocumentError(
            f"{document.name}, base_model_relation: is {relation!r}; expected one of "
            f"{', '.join(RELATIONS)}"
        )
    if not bases:
        raise DocumentError(
            f"{document.name}, base_model_relation: says {relation}, and the card has no "
            "base_model; expected the id of the model it was made from"
        )
    return RELATIONS[relation]
