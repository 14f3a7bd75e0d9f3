"""What holds for every page: quiet, here only, without serious findings, by keyboard, on paper."""

import contextlib

import pytest
from playwright.sync_api import Browser, Error

from tests.serving import Served
from tests.web.browser.browsing import Visit, visiting
from tests.web.browser.pages import PAGES

FIELDS = (
    "document.body.innerText + [...document.querySelectorAll('input')].map(e => e.value).join()"
)
ALL = pytest.mark.parametrize("path", PAGES.values(), ids=PAGES)


@ALL
def test_a_page_is_accessible(visit: Visit, path: str) -> None:
    response = visit.open(path)
    assert response.status == (404 if path == PAGES["problem"] else 200)
    assert visit.findings() == []
    assert visit.page.locator("h1").count() == 1
    assert "<bound method" not in visit.page.evaluate(FIELDS)
    if response.status == 404:
        visit.faults.clear()  # the browser itself reports the status of the page


@ALL
def test_a_page_is_accessible_in_the_dark_and_in_french(
    site: Served, browser: Browser, path: str
) -> None:
    origin = f"http://127.0.0.1:{site.port}"
    with visiting(browser, origin, color_scheme="dark", locale="fr-FR") as visit:
        visit.open(path)
        assert visit.page.locator("html").get_attribute("lang") == "fr"
        assert visit.findings() == []


@ALL
def test_a_page_fits_a_narrow_screen(site: Served, browser: Browser, path: str) -> None:
    origin = f"http://127.0.0.1:{site.port}"
    with visiting(browser, origin, viewport={"width": 360, "height": 640}) as visit:
        visit.open(path)
        wide = visit.page.evaluate("document.documentElement.scrollWidth")
        assert wide <= 360, f"{path} is {wide} pixels wide"


@ALL
def test_the_content_is_one_key_away(visit: Visit, path: str) -> None:
    visit.open(path)
    visit.page.keyboard.press("Tab")
    assert visit.focused() == "Skip to the content"
    visit.page.keyboard.press("Enter")
    assert visit.page.evaluate("document.activeElement.id") == "content"
    visit.faults[:] = [fault for fault in visit.faults if "404" not in fault]


def test_faults_are_noticed(site: Served, browser: Browser) -> None:
    with visiting(browser, f"http://127.0.0.1:{site.port}") as visit:
        visit.open("/")
        visit.page.evaluate("console.error('x'); fetch('https://elsewhere.test/').catch(() => 0)")
        visit.page.evaluate("document.body.insertAdjacentHTML('beforeend', '<img src=/mark.gif>')")
        visit.page.wait_for_timeout(300)
        assert any("image-alt" in finding for finding in visit.findings())
        with contextlib.suppress(Error):
            visit.page.goto("https://elsewhere.test/x")
        text = " ".join(visit.faults)
        assert "console: x" in text
        assert "Content Security Policy" in text
        assert "would leave the machine: https://elsewhere.test/x" in text
