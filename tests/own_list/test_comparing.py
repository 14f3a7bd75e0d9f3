"""An own list against invented editions: each sentence, the edition it follows, what is unread."""

import csv
import io
from decimal import Decimal

from kgservice.criteria import Comparator, Parameter
from kgservice.model import Edition
from kgservice.own_list.agreement import digests_of
from kgservice.own_list.comparing import compare_own_list
from kgservice.own_list.model import ComparedEntry, OwnComparison
from kgservice.submission.checking import read_submission
from kgservice.submission.model import Submission
from tests.harmonization.invented import FREE, NEW, OLD, edition, entry, note

HEAD = ("code", "text", "lang", "note_kind")
FIRST = ("9X999", "Invented things as follows:", "en", "")


def report_on(*rows: tuple[str, ...], held: tuple[Edition, ...]) -> OwnComparison:
    """Return the report on a table against the last of some editions."""
    out = io.StringIO(newline="")
    csv.writer(out).writerows((HEAD, FIRST, *rows))
    submission = Submission("own.csv", out.getvalue().encode())
    form, own = read_submission(submission, lambda step, done, of: None)
    digests = {each.date: digests_of(each) for each in held}
    report, _ = compare_own_list("own.csv", form, own, held[-1], digests, lambda done, of: None)
    return report


def only(report: OwnComparison) -> ComparedEntry:
    """Return the one entry of which something is said."""
    (found,) = (one for one in report.compared if one.align or one.deviation != "identical")
    return found


def test_the_edition_that_it_follows() -> None:
    old = edition(OLD, a="Zorbs of glass;", b="Blue glims;")
    new = edition(NEW, a="Zorbs of glass;", b="Blue glims, polished;")
    rows = ("9X999.a", "Zorbs of glass;", "en", ""), ("9X999.b", "Blue glims;", "en", "")
    report = report_on(*rows, held=(old, new))
    assert report.follows == (OLD,)
    assert [(one.edition, one.same, one.of, one.telling) for one in report.agreements] == [
        (NEW, 2, 3, 0),
        (OLD, 3, 3, 1),
    ]
    one = only(report)
    assert (one.code, one.deviation, one.follows) == ("9X999.b", "outdated", OLD)


def test_editions_that_nothing_tells_apart() -> None:
    held = edition(OLD, a="Zorbs;"), edition(NEW, a="Zorbs;")
    assert report_on(("9X999.a", "Zorbs;", "en", ""), held=held).follows == (NEW, OLD)


def test_a_place_kept_free_there() -> None:
    report = report_on(("9X999.a", "Zorbs;", "en", ""), held=(edition(NEW, a=FREE),))
    one = only(report)
    assert (one.deviation, one.align) == ("extra", ("the place is listed here, reserved there",))


def test_a_text_in_another_language() -> None:
    report = report_on(("9X999.a", "Zorbes;", "fr", ""), held=(edition(NEW, a="Zorbs;"),))
    (said,) = only(report).align
    assert said == "the text is in fr here, in en there, so the words were not compared"


def test_a_note_of_other_words() -> None:
    held = edition(NEW, a="Zorbs;", notes=(note("9X999.a", 1, "Of zorbs."),))
    rows = ("9X999.a", "Zorbs;", "en", ""), ("9X999.a", "Of other zorbs.", "en", "note")
    here, there = only(report_on(*rows, held=(held,))).align
    assert here == "the note 1 (explains) stands here, and not so there"
    assert there == "the Note (explains) stands there, and not so here"


def test_a_limit() -> None:
    limit = Parameter("Frequency", Comparator.GREATER, Decimal(300), "Hz", "exceeding 300 Hz")
    known = entry("9X999.a", "Motors with a frequency exceeding 300 Hz;", limit)
    text = "Motors with a frequency exceeding 600 Hz;"
    held = edition(NEW, entry("9X999", FIRST[1]), known)
    one = only(report_on(("9X999.a", text, "en", ""), held=(held,)))
    assert (one.deviation, one.here, one.there) == (
        "looser",
        ("Frequency > 600 Hz",),
        ("Frequency > 300 Hz",),
    )
    assert "the limit is Frequency > 600 Hz here, > 300 Hz there" in one.align


def test_a_row_whose_code_stands_twice() -> None:
    rows = ("9X999.a", "Zorbs;", "en", ""), ("9X999.a", "Glims;", "en", "")
    report = report_on(*rows, held=(edition(NEW, a="Zorbs;", b="Glims;"),))
    one = only(report)
    assert (one.deviation, one.counterpart, one.row) == ("unread", "9X999.b", 4)
    assert "its text is that of 9X999.b there" in one.align[0]
