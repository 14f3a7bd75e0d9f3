"""The picture of convergences in a browser: drawn, and a choice in it opens the proof."""

from tests.web.browser.browsing import Visit


def test_the_picture_is_drawn_and_filters_apply(visit: Visit) -> None:
    visit.open("/convergence")
    assert visit.page.locator("#graph canvas").count() >= 1
    visit.page.get_by_label("Stage of the item's life").select_option("Use")
    visit.page.get_by_role("button", name="Show").click()
    visit.page.wait_for_url("**stage=Use**")
    assert "AnomalyDetection" in visit.page.content()


def test_a_row_leads_to_its_proof(visit: Visit) -> None:
    visit.open("/convergence?status=Candidate&task=AnomalyDetection&list=eu-annex-i")
    visit.page.locator("tbody a").first.click()
    visit.page.wait_for_url("**/id/convergence/candidate/**")
    assert "Proof" in visit.page.locator("main").inner_text()
    assert visit.page.locator("ol.proof li").count() >= 4
