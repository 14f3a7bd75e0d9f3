"""The query editor in a browser: asks, completes, shows errors so that they can be read."""

from tests.web.browser.browsing import Visit


def write(visit: Visit, text: str) -> None:
    visit.page.locator(".CodeMirror").evaluate("(box, text) => box.CodeMirror.setValue(text)", text)


def value(visit: Visit) -> str:
    return str(
        visit.page.locator(".tabPanel.active .CodeMirror").evaluate("b => b.CodeMirror.getValue()")
    )


def complete(visit: Visit) -> None:
    """Write the beginning of a term, and ask for its end."""
    write(visit, "PREFIX stc: <https://w3id.org/stc/ontology#>\nSELECT * { ?s ")
    box = visit.page.locator(".CodeMirror")
    box.evaluate("b => { b.CodeMirror.focus(); b.CodeMirror.setCursor(1, 99); }")
    visit.page.keyboard.type("stc:textDig")
    visit.page.keyboard.press("Control+Space")


def test_the_query_it_begins_with_is_answered(visit: Visit) -> None:
    visit.open("/editor")
    visit.page.locator(".yasqe_queryButton").click()
    visit.page.wait_for_selector(".dataTable td")
    shown = visit.page.locator(".dataTable").inner_text()
    assert "eu-annex-i" in shown
    assert "3A001" in shown
    assert visit.findings() == []


def test_an_error_is_a_sentence_with_its_place(visit: Visit) -> None:
    visit.open("/editor")
    write(visit, "SELECT ?s WHERE {\n  ?s ?p \n}")
    visit.page.locator(".yasqe_queryButton").click()
    alert = visit.page.get_by_role("alert")
    alert.wait_for()
    assert "The query cannot be read" in alert.inner_text()
    assert "line" in alert.inner_text()
    visit.faults[:] = [fault for fault in visit.faults if "400" not in fault]


def test_the_terms_of_this_graph_are_completed(visit: Visit) -> None:
    visit.open("/editor")
    complete(visit)
    assert visit.page.locator(".CodeMirror-hints").inner_text() == "stc:textDigest"
    visit.page.keyboard.press("Enter")
    assert "stc:textDigest" in value(visit)


def test_terms_that_come_late_are_filtered_by_what_was_typed(visit: Visit) -> None:
    visit.page.add_init_script(
        "const real = fetch, gate = new Promise((go) => { window.letTermsCome = go; });"
        "window.fetch = (a) => String(a).includes('terms') ? gate.then(() => real(a)) : real(a);"
    )
    visit.open("/editor")
    complete(visit)
    visit.page.evaluate("letTermsCome()")
    assert visit.page.locator(".CodeMirror-hints").inner_text() == "stc:textDigest"


def test_a_question_is_an_example_that_runs(visit: Visit) -> None:
    visit.open("/editor")
    visit.page.locator("#example").select_option("CQ-001")
    visit.page.wait_for_selector(".tabPanel.active .dataTable td")
    assert '"3A001"' in value(visit)


def test_a_shared_address_opens_the_same_query(visit: Visit) -> None:
    visit.open("/editor#query=ASK%20%7B%20%3Fs%20%3Fp%20%3Fo%20%7D")
    visit.page.wait_for_selector(".tabPanel.active .CodeMirror")
    assert value(visit).startswith("ASK { ?s ?p ?o }")
