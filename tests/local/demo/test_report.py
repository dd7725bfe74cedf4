"""How the demo looks."""

import io
from pathlib import Path
from typing import Any

from rich.console import Console, RenderableType

from local.demo import report
from local.demo.scenarios import SCENARIOS
from local.receiver.shop import Heard, Outcome
from local.stack.invariants import InvariantResult
from local.stack.snapshot import AcceptedMail


def text(part: RenderableType) -> str:
    """What a person reads."""
    console = Console(width=report.WIDTH, file=io.StringIO(), record=True)
    console.print(part)
    return console.export_text()


def payment(**changes: Any) -> dict[str, Any]:
    """A payment as the gateway shows it, as far as the table looks."""
    return {
        "id": "pay_abcdefghijklmnopqrstuvwxyz",
        "status": "succeeded",
        "attempt_count": 2,
        "max_attempts": 4,
        "last_payment_error": None,
        "notification": {"status": "sent"},
        **changes,
    }


def test_a_stage_shows_and_keeps(tmp_path: Path) -> None:
    """What is shown stands on the terminal and in the picture."""
    terminal = io.StringIO()
    screen = report.Screen(Console(file=terminal, width=report.WIDTH))
    screen.show("first", "second")
    screen.save(tmp_path / "demo.svg")
    assert terminal.getvalue() == "first\nsecond\n"
    picture = (tmp_path / "demo.svg").read_text()
    assert picture.startswith("<svg")
    assert "second" in picture


def test_payments_stand_beside_their_scenarios() -> None:
    """A row has the scenario's words and the payment's own state, an error only if there is one."""
    error = {"code": "card_declined"}
    seen = [payment(), payment(status="failed", last_payment_error=error)]
    rows = text(report.payments(SCENARIOS[:2], seen)).splitlines()
    good = next(row for row in rows if SCENARIOS[0].title in row)
    bad = next(row for row in rows if SCENARIOS[1].title in row)
    assert all(word in good for word in ("pay_abcdefgh…", "succeeded", "2 of 4", "sent"))
    assert "card_declined" in bad
    assert "card_declined" not in good


def test_latencies_stand_beside_the_limit() -> None:
    """Median, ninety-ninth percentile and maximum, and how often nothing was known."""
    shown = text(report.latencies([n / 1000 for n in range(1, 102)], (98, 5), 1.9, {504: 2, 0: 1}))
    assert "98 payments from 5 parallel clients" in shown
    assert "1 times no answer, 2 times 504" in shown
    assert all(f"{number} ms" in shown for number in (51, 100, 101, 1900))


def test_one_answer_is_all_of_its_quantiles() -> None:
    """A burst of one payment has a table too."""
    shown = text(report.latencies([0.007], (1, 1), 1.9, {}))
    assert shown.count(" 7 ms") == 3
    assert "none" in shown


def test_one_mail_of_each_kind_is_shown() -> None:
    """A template appears once, however many mails it made."""
    found = [AcceptedMail("a-template", f"{n}@example.com", "Paid", "1.00 EUR", "") for n in "12"]
    shown = text(report.mails(found))
    assert shown.count("a-template") == 1
    assert "2@example.com" in shown


def test_what_endpoints_heard_stands_by_type() -> None:
    """A row for each type, with what became of its messages; what was not ours has no type."""
    accepted, done = ({"type": f"payment.{each}"} for each in ("accepted", "succeeded"))
    heard = [
        Heard("evt_1", Outcome.REFUSED, 503, accepted, 1.0),
        Heard("evt_1", Outcome.TAKEN, 204, accepted, 2.0),
        Heard("evt_2", Outcome.TAKEN, 500, done, 3.0),
        Heard("evt_2", Outcome.REPEAT, 204, done, 4.0),
        Heard("evt_3", Outcome.TAKEN, 204, done, 5.0),
        Heard("", Outcome.UNSIGNED, 400, {}, 6.0),
    ]
    counts = {
        row[0]: [int(cell) for cell in row[1:]]
        for row in (
            line.strip("│").replace(" ", "").split("│")
            for line in text(report.events(heard)).splitlines()
        )
        if row[-1].isdigit()
    }
    assert counts == {
        "payment.accepted": [1, 0, 1, 0],
        "payment.succeeded": [2, 1, 0, 0],
        "unsigned": [0, 0, 0, 1],
    }


def test_a_broken_promise_is_seen() -> None:
    """A verdict with faults is broken, one without holds."""
    shown = text(
        report.verdicts([InvariantResult("I1", "a", 7, []), InvariantResult("I2", "b", 8, ["no"])])
    )
    kept, broken = (row for row in shown.splitlines() if "I1" in row or "I2" in row)
    assert "holds" in kept
    assert "broken" in broken


def test_what_was_left_out_has_its_reason() -> None:
    """A type that was only written down is named, counted and explained."""
    shown = text(report.left_out({"aws:thing:Thing": (3, "the emulator lacks it")}))
    assert all(word in shown for word in ("aws:thing:Thing", "3", "the emulator lacks it"))


def test_the_picture_fetches_nothing(tmp_path: Path) -> None:
    """What was shown is in the picture, and a reader's browser asks nobody for a font."""
    screen = report.Screen(Console(file=io.StringIO()))
    screen.show("all held")
    screen.save(tmp_path / "demo.svg")
    picture = (tmp_path / "demo.svg").read_text(encoding="utf-8")
    assert "held" in picture
    assert "url(http" not in picture
    assert "@font-face" not in picture
