"""Where models come from: readers, export to SPDX 3, and the arithmetic of 4E091."""

from kgservice.lineage.amounts import Amount, Truth
from kgservice.lineage.assessment import assess_4e091
from kgservice.lineage.findings import Finding
from kgservice.lineage.lineages import Lineage
from kgservice.lineage.reading import read_lineage
from kgservice.lineage.spdx_writer import spdx_document

__all__ = [
    "Amount",
    "Finding",
    "Lineage",
    "Truth",
    "assess_4e091",
    "read_lineage",
    "spdx_document",
]
