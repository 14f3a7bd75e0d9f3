"""A headless Chromium, and a visit that notes all that a page does wrong."""

import contextlib
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, Response, sync_playwright

ROOT = Path(__file__).parents[3]
AXE = ROOT / "kgservice/web/frontend/node_modules/axe-core/axe.min.js"
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
PATIENCE = 120_000  # milliseconds; a machine under other work is slow
SERIOUS = ("serious", "critical")


@contextlib.contextmanager
def chromium() -> Iterator[Browser]:
    """Run the system's Chromium until the block ends, or skip."""
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    if path is None:
        pytest.skip("no chromium on this machine; 'make test' as root installs it")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        try:
            yield browser
        finally:
            browser.close()


@dataclass
class Visit:
    """One tab at the service.

    :ivar page: the tab, for all that playwright can do
    :ivar origin: of the service
    :ivar faults: messages of the console at level error, exceptions, answers of status 500 and
        more, and requests that would have left the machine
    """

    page: Page
    origin: str
    faults: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Listen to what the page does."""
        self.page.on("console", self._hear)
        self.page.on("pageerror", lambda error: self.faults.append(f"exception: {error}"))
        self.page.on("response", self._see)
        self.page.route("**/*", self._let)

    def open(self, path: str) -> Response:
        """Go to a path of the service, and wait until nothing is loaded any more."""
        response = self.page.goto(self.origin + path, wait_until="networkidle")
        assert response is not None
        return response

    def findings(self) -> list[str]:
        """Return what axe-core finds serious or critical, with the first place of each."""
        if not AXE.is_file():
            pytest.skip("axe-core is not installed; 'make test' installs it")
        self.page.evaluate(AXE.read_text(encoding="utf-8"))
        found: dict[str, Any] = self.page.evaluate("axe.run(document)")
        return [
            f"{each['id']} ({each['impact']}), {len(each['nodes'])} times: "
            f"{each['nodes'][0]['html'][:200]} {each['nodes'][0]['failureSummary']}"
            for each in found["violations"]
            if each["impact"] in SERIOUS
        ]

    def focused(self) -> str:
        """Return the text of what has the keyboard's focus, or its value."""
        return str(
            self.page.evaluate(
                "(e => (e.innerText || e.value || e.ariaLabel || e.tagName).trim())"
                "(document.activeElement)"
            )
        )

    def tab_to(self, text: str, most: int = 60) -> None:
        """Press Tab until what has the focus says this text.

        :param text: exactly what it says
        :param most: how often Tab is pressed
        """
        seen = []
        for _ in range(most):
            self.page.keyboard.press("Tab")
            seen.append(self.focused())
            if seen[-1] == text:
                return
        raise AssertionError(f"Tab does not come to {text!r}, only to {seen}")

    def _hear(self, message: Any) -> None:  # noqa: ANN401
        if message.type == "error":
            self.faults.append(f"console: {message.text}")

    def _see(self, response: Response) -> None:
        if response.status >= 500:
            self.faults.append(f"{response.status}: {response.url}")

    def _let(self, route: Any) -> None:  # noqa: ANN401
        address = route.request.url
        parts = urlsplit(address)
        if f"{parts.scheme}://{parts.netloc}" == self.origin or parts.scheme in ("data", "blob"):
            route.continue_()
        else:
            self.faults.append(f"would leave the machine: {address}")
            route.abort()


@contextlib.contextmanager
def visiting(browser: Browser, origin: str, **options: Any) -> Iterator[Visit]:  # noqa: ANN401
    """Open a tab in a context of its own, whose preferences are given.

    :param browser: runs
    :param origin: of the service
    :param options: of a context of playwright, e.g. ``color_scheme``
    """
    context = browser.new_context(**options)
    context.set_default_timeout(PATIENCE)
    context.set_default_navigation_timeout(PATIENCE)
    try:
        yield Visit(context.new_page(), origin)
    finally:
        context.close()
