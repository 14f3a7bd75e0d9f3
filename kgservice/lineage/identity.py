"""The IRIs that models and datasets get, so that one thing has one IRI in every format.

A thing of the Hugging Face Hub is named by its page there, whether a model card, a package URL
or an IRI names it; what has no IRI of its own is named below ``/id/``.
"""

import re
from typing import Final

from kgservice.namespaces import ID, segment

HUB: Final = "https://huggingface.co/"
HUB_ID: Final = re.compile(r"[A-Za-z0-9][\w.-]*(?:/[A-Za-z0-9][\w.-]*)?")
"""An id of the Hub: owner and name, or one name for the oldest models."""
_PACKAGE: Final = re.compile(r"pkg:huggingface/([^@?#]+)(?:[@?#].*)?")
_IRI: Final = re.compile(r"(?:https?|urn|did|tag):[^\x00-\x20<>\"{}|^`\\]+")


def hub_model_iri(name: str) -> str:
    """Return the IRI of a model of the Hub, from its id."""
    return HUB + name


def hub_dataset_iri(name: str) -> str:
    """Return the IRI of a dataset of the Hub, from its id."""
    return f"{HUB}datasets/{name}"


def iri_of(text: str, kind: str) -> str:
    """Return the IRI of what a reference, a package URL or a name stands for.

    :param text: a reference as a document gives it
    :param kind: path below ``/id/`` for what has no IRI: ``ai-model`` or ``dataset``
    :returns: the text itself where it is an IRI
    """
    package = _PACKAGE.fullmatch(text)
    if package is not None:
        return hub_model_iri(package[1])
    return text if _IRI.fullmatch(text) else f"{ID}{kind}/{segment(text)}"
