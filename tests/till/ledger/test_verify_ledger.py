"""The ledger checked offline, as an operator runs it."""

import json
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from runtime.adapters.dynamodb_entries import commit_item
from runtime.adapters.dynamodb_rows import row_items
from runtime.domain.ledger import Entry, Posting, expected_hash
from runtime.domain.payment import Payment
from runtime.domain.private import Sealed
from tests.fakes.payments import ID, Harness
from till.__main__ import main

Lie = Callable[[list[Entry]], None]


def export(path: Path, items: Sequence[object]) -> str:
    """A file as DynamoDB's export writes it."""
    path.write_text("".join(json.dumps({"Item": item}) + "\n" for item in items))
    return str(path)


@pytest.fixture(name="told")
def _told() -> tuple[Payment, list[Entry]]:
    """A payment that succeeded."""
    harness = Harness()
    return harness.succeeded(), harness.ledger.lines[ID]


def verify(tmp_path: Path, entries: Sequence[Entry], rows: Sequence[Payment] | None = None) -> int:
    """Run the command on an export of these."""
    arguments = [export(tmp_path / "entries.jsonl", [commit_item([one]) for one in entries])]
    if rows is not None:
        arguments += [
            "--payments",
            export(tmp_path / "payments.jsonl", [item for one in rows for item in row_items(one)]),
        ]
    return main(["verify-ledger", *arguments])


def test_a_sound_ledger_is_sound_in_any_order(
    tmp_path: Path, told: tuple[Payment, list[Entry]], capsys: pytest.CaptureFixture[str]
) -> None:
    """An export has no order; the accounts are added up and printed."""
    payment, entries = told
    assert verify(tmp_path, entries[::-1], [payment]) == 0
    printed = capsys.readouterr().out
    assert "Chains, steps and postings hold." in printed
    assert f"Entries: {len(entries)} of 1 payments." in printed
    assert "merchant:acme:payable" in printed
    assert "-2500" in printed


@pytest.mark.parametrize(
    "change",
    [{"amount": 9900}, {"merchant": "bistro"}, {"sealed": {"payment_method": Sealed("x")}}],
)
def test_a_row_with_other_terms_is_a_fault(
    tmp_path: Path,
    told: tuple[Payment, list[Entry]],
    capsys: pytest.CaptureFixture[str],
    change: dict[str, object],
) -> None:
    """The chain is whole, and the row is not what was accepted."""
    payment, entries = told
    assert verify(tmp_path, entries, [payment.model_copy(update=change)]) == 1
    assert "the entries say" in " ".join(capsys.readouterr().out.split())


def changed(entries: list[Entry]) -> None:
    """An amount is another."""
    entries[-1] = entries[-1].model_copy(update={"data": {**entries[-1].data, "amount": 1}})


def rehashed(entries: list[Entry]) -> None:
    """An entry is another, and its hash fits."""
    lie = entries[1].model_copy(update={"actor": "somebody"})
    entries[1] = lie.model_copy(update={"hash": expected_hash(lie)})


def missing(entries: list[Entry]) -> None:
    """An entry in the middle is gone."""
    del entries[1]


def doubled(entries: list[Entry]) -> None:
    """An entry is there twice."""
    entries.append(entries[0])


def unbalanced(entries: list[Entry]) -> None:
    """A posting has no other side, and the hash fits."""
    leg = Posting(account="psp:fake:receivable", amount=1, currency="eur")
    lie = entries[-1].model_copy(update={"postings": (leg,)})
    entries[-1] = lie.model_copy(update={"hash": expected_hash(lie)})


def illegal(entries: list[Entry]) -> None:
    """A step that the table does not know, and the hash fits."""
    lie = entries[-1].model_copy(update={"data": {**entries[-1].data, "status": "canceled"}})
    entries[-1] = lie.model_copy(update={"hash": expected_hash(lie)})


def reordered(entries: list[Entry]) -> None:
    """A step before the one that leads to it, and the hashes fit."""
    lie = entries[0].model_copy(update={"data": entries[-1].data})
    entries[0] = lie.model_copy(update={"hash": expected_hash(lie)})


def partless(entries: list[Entry]) -> None:
    """An entry without what its type has, and the hash fits."""
    lie = entries[-1].model_copy(update={"data": {}})
    entries[-1] = lie.model_copy(update={"hash": expected_hash(lie)})


@pytest.mark.parametrize(
    ("lie", "says"),
    [
        (changed, "does not match its hash"),
        (rehashed, "does not follow the entry before it"),
        (missing, "expected sequence number"),
        (doubled, "expected sequence number"),
        (unbalanced, "do not sum to zero"),
        (illegal, "do not tell of one step"),
        (reordered, "is not in the table"),
        (partless, "lacks what its type must have"),
    ],
)
def test_each_lie_is_found(
    tmp_path: Path,
    told: tuple[Payment, list[Entry]],
    capsys: pytest.CaptureFixture[str],
    lie: Lie,
    says: str,
) -> None:
    """The answer is 1, and the payment and what is wrong with it are named."""
    entries = list(told[1])
    lie(entries)
    assert verify(tmp_path, entries) == 1
    printed = " ".join(capsys.readouterr().out.split())
    assert says in printed
    assert ID in printed


def test_a_missing_end_is_seen_only_beside_the_rows(
    tmp_path: Path, told: tuple[Payment, list[Entry]], capsys: pytest.CaptureFixture[str]
) -> None:
    """A chain that was cut is a chain; the row knows how long it was, and the output says so."""
    payment, entries = told
    assert verify(tmp_path, entries[:1]) == 0
    assert "would go unseen" in capsys.readouterr().out
    assert verify(tmp_path, entries[:1], [payment]) == 1


def test_a_row_that_is_there_twice_is_refused(
    tmp_path: Path, told: tuple[Payment, list[Entry]], capsys: pytest.CaptureFixture[str]
) -> None:
    """Which of the two is the ledger's word nobody can say: exports of two moments, perhaps."""
    payment, entries = told
    assert verify(tmp_path, entries, [payment, payment]) == 2
    assert ID in capsys.readouterr().err


def test_what_can_t_be_noticed_is_said(
    tmp_path: Path, told: tuple[Payment, list[Entry]], capsys: pytest.CaptureFixture[str]
) -> None:
    """A sound answer is no promise about what a forger of everything could do."""
    payment, entries = told
    assert verify(tmp_path, entries, [payment]) == 0
    printed = " ".join(capsys.readouterr().out.split())
    assert "Not seen here: a chain that was written anew together with its row" in printed


def test_rows_and_entries_need_each_other(
    tmp_path: Path, told: tuple[Payment, list[Entry]]
) -> None:
    """A payment without entries, and entries without a payment, are faults."""
    payment, entries = told
    other = payment.model_copy(update={"payment_id": "pay_" + "a" * 26})
    assert verify(tmp_path, entries, [payment, other]) == 1
    assert verify(tmp_path, entries, [other]) == 1


@pytest.mark.parametrize("text", ["", "\n", "hello\n", '{"Item": {"v": {"N": "9"}}}\n'])
def test_what_is_no_export_is_one_sentence(
    tmp_path: Path, text: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """The answer is 2, so that nobody takes an unread file for a sound ledger."""
    path = tmp_path / "entries.jsonl"
    path.write_text(text)
    assert main(["verify-ledger", str(path)]) == 2
    assert len(capsys.readouterr().err.splitlines()) == 1


def test_a_missing_file_is_one_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It is named."""
    assert main(["verify-ledger", str(tmp_path / "nothing.jsonl")]) == 2
    assert "nothing.jsonl" in capsys.readouterr().err
