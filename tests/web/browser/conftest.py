"""The bundled release in a browser: ``visit`` is a tab; what it did wrong fails the test."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.serving import Served, serving
from tests.web.browser.browsing import Visit, chromium, visiting


@pytest.fixture(scope="session")
def site(releases: Path) -> Iterator[Served]:
    """Return the service over the bundled release."""
    with serving(releases) as served:
        yield served


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Return a running Chromium, or skip; it ends with the module, and with it its event loop."""
    with chromium() as running:
        yield running


@pytest.fixture
def visit(site: Served, browser: Browser) -> Iterator[Visit]:
    """Return a tab; after the test it must have been without fault."""
    with visiting(browser, f"http://127.0.0.1:{site.port}") as opened:
        yield opened
        assert opened.faults == []
