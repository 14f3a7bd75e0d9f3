"""An own list sent from the page: its report is shown, and nothing goes wrong on the way."""

from tests.web.browser.browsing import Visit

TABLE = (
    "code,lang,text\n"
    "9X999,en,Invented blue kettles\n"
    "3A001,en,Invented whistles\n"
    "2B201,en,Invented hoops\n"
)


def test_a_small_list_is_compared(visit: Visit) -> None:
    visit.open("/compare")
    form = visit.page.locator("form[enctype='multipart/form-data']")
    form.get_by_label("File").set_input_files(
        {"name": "own.csv", "mimeType": "text/csv", "buffer": TABLE.encode()}
    )
    form.get_by_label("List that it is held against").select_option("eu-annex-i")
    form.get_by_role("button", name="Compare").click()
    visit.page.wait_for_url("**/compare", wait_until="networkidle")
    text = visit.page.locator("body").inner_text()
    assert "own.csv" in text
    assert "3A001" in text
    assert "9X999" in text
    assert visit.findings() == []


def test_what_is_no_list_is_a_problem_on_a_page(visit: Visit) -> None:
    visit.open("/compare")
    form = visit.page.locator("form[enctype='multipart/form-data']")
    form.get_by_label("File").set_input_files(
        {"name": "own.csv", "mimeType": "text/csv", "buffer": b"zorb\n1\n"}
    )
    form.get_by_label("List that it is held against").select_option("eu-annex-i")
    form.get_by_role("button", name="Compare").click()
    visit.page.get_by_role("heading", name="The request cannot be used").wait_for()
    assert "own.csv" in visit.page.locator("main").inner_text()
    visit.faults.clear()  # a refusal stands in the console as well
