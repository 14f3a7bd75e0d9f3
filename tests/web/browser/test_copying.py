"""The buttons that copy, by mouse and by keyboard; and what is there without scripts."""

import pytest
from playwright.sync_api import Browser, Page

from tests.serving import Served
from tests.web.browser.browsing import Visit, visiting

ENTRY = "/id/eu-annex-i/2025-11-15/2B201"
IRI = "https://w3id.org/stc/id/eu-annex-i/2025-11-15/2B201"


def pasted(page: Page) -> str:
    """Return what was copied: what is pasted into the search box."""
    box = page.locator("#find")
    box.fill("")
    box.press("Control+V")
    return box.input_value()


def test_iri_and_citation_are_copied(visit: Visit) -> None:
    visit.open(ENTRY)
    visit.page.get_by_role("button", name="Copy: IRI").click()
    visit.page.get_by_text("copied").wait_for()
    assert pasted(visit.page) == IRI
    button = visit.page.get_by_role("button", name="Copy: Citation")
    button.focus()
    visit.page.keyboard.press("Enter")
    visit.page.get_by_text("copied").nth(1).wait_for()
    assert pasted(visit.page).endswith(")")
    assert IRI in pasted(visit.page)


def test_in_french(visit: Visit) -> None:
    visit.open(f"{ENTRY}?lang=fr")
    visit.page.get_by_role("button", name="Copier: IRI").click()
    visit.page.get_by_text("copié").wait_for()
    assert visit.findings() == []


@pytest.mark.parametrize("name", ["iri", "cite"])
def test_without_scripts_one_click_selects_it_all(
    site: Served, browser: Browser, name: str
) -> None:
    with visiting(browser, f"http://127.0.0.1:{site.port}", java_script_enabled=False) as visit:
        visit.open(ENTRY)
        assert not visit.page.get_by_role("button", name="Copy: IRI").is_visible()
        place = visit.page.locator(f"#cite ~ dl .{name}").last
        place.click()
        visit.page.keyboard.press("Control+C")
        assert IRI in pasted(visit.page)
