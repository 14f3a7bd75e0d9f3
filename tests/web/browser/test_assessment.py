"""A transfer case entered by a person in a browser: its four factors, reasons and questions."""

from tests.web.browser.browsing import Visit


def test_a_case_is_entered_and_its_factors_are_shown(visit: Visit) -> None:
    visit.open("/assess")
    page = visit.page
    filled = "e => e.filter(each => each.value && !each.name.match(/lang|form/)).map(e => e.name)"
    assert page.locator("form.case").locator("input, select").evaluate_all(filled) == []
    page.get_by_label("Listed items").fill("eu-annex-i 9A012")
    page.get_by_label("Task or technique of AI").select_option("ObjectDetection")
    page.get_by_role("checkbox", name="model parameters").check()
    page.locator("[name=mode]").select_option("ElectronicTransfer")
    page.locator("[name=from]").select_option("DEU")
    page.get_by_label("End user").fill("Invented Works")
    page.get_by_label("Its user can train it further").select_option("true")
    page.get_by_role("button", name="Show what bears on it").click()
    page.wait_for_selector("#found")
    shown = page.locator("main").inner_text()
    assert "The case states no destination." in shown
    assert "To ask" in shown
    assert page.get_by_label("End user").input_value() == "Invented Works"
    assert visit.findings() == []
