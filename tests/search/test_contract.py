"""Every route that ``/openapi.json`` describes, over invented lists: it answers as described."""

from typing import Final

import pytest
import schemathesis
from flask import Flask
from schemathesis import GenerationMode

from tests.contract import probe

EXAMPLES: Final = 5


@pytest.mark.parametrize("mode", list(GenerationMode))
def test_every_route_answers_as_described(app: Flask, mode: GenerationMode) -> None:
    described = schemathesis.openapi.from_wsgi("/openapi.json", app)
    asked = sum(probe(found.ok(), mode, EXAMPLES) for found in described.get_all_operations())
    assert asked > 40
