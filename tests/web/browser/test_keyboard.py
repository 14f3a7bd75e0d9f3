"""What people come for, by keyboard alone: find, open, narrow, go back in time, other language."""

from tests.web.browser.browsing import Visit


def test_a_code_in_any_spelling_is_found_and_opened(visit: Visit) -> None:
    visit.open("/")
    visit.page.focus("#content")
    visit.page.keyboard.press("Tab")
    visit.page.keyboard.type("3a001a9")
    visit.page.keyboard.press("Enter")
    visit.page.wait_for_url("**/search?q=3a001a9*")
    visit.tab_to("3A001.a.9")
    visit.page.keyboard.press("Enter")
    visit.page.wait_for_url("**/3A001.a.9")
    assert visit.page.locator("h1 .code").inner_text() == "3A001.a.9"


def test_a_list_is_narrowed_and_an_entry_opened(visit: Visit) -> None:
    visit.open("/id/eu-annex-i/2025-11-15")
    visit.page.focus("select[name=status]")
    visit.page.keyboard.type("res")
    visit.tab_to("Show")
    visit.page.keyboard.press("Enter")
    visit.page.wait_for_url("**status=Reserved*")
    lines = visit.page.locator(".tree li:not(.dimmed) > .place")
    assert lines.count() == visit.page.locator(".tree .badge.off").count() > 50
    visit.page.focus(".tree li:not(.dimmed) a >> nth=0")
    visit.page.keyboard.press("Enter")
    visit.page.wait_for_selector("h1 .code")
    assert visit.page.locator(".badge.off").first.inner_text() == "reserved"


def test_an_entry_is_followed_back_in_time(visit: Visit) -> None:
    visit.open("/id/us-ccl/2025-09-29/3A001.a.9")
    visit.tab_to("18 October 2023")
    visit.page.keyboard.press("Enter")
    visit.page.wait_for_url("**/2023-10-18/3A001.a.9")
    assert visit.page.locator(".badge.warn").first.inner_text() == "not the present edition"
    visit.tab_to("As the present edition prints it")
    visit.page.keyboard.press("Enter")
    visit.page.wait_for_url("**/2025-09-29/3A001.a.9")


def test_the_language_is_changed_and_kept(visit: Visit) -> None:
    visit.open("/id/eu-annex-i/2025-11-15/2B201")
    visit.tab_to("français")
    visit.page.keyboard.press("Enter")
    visit.page.wait_for_url("**lang=fr")
    assert visit.page.locator("html").get_attribute("lang") == "fr"
    assert "machines-outils" in visit.page.locator("h1").inner_text()
    visit.page.locator(".trail a").first.press("Enter")
    visit.page.wait_for_url("**/id/eu-annex-i?lang=fr")
