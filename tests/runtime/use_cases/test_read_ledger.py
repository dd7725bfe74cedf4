"""What an operator sees is what the ledger holds."""

import pytest

from runtime.domain.errors import PaymentMissingError, UnavailableError
from runtime.domain.ledger import Entry, chain_faults
from runtime.use_cases.read_ledger import entries, find, raw_circuit, raw_entry, raw_payment
from tests.fakes.payments import ID, Harness


def test_an_operator_finds_any_merchants_payment() -> None:
    """No merchant is asked for; what is no id is never looked up."""
    harness = Harness()
    with pytest.raises(PaymentMissingError):
        find(ID, harness.operating())
    payment = harness.accepted(merchant="other")
    assert find(ID, harness.operating()) == payment
    with pytest.raises(PaymentMissingError):
        find("../x", harness.operating())
    assert harness.ledger.calls == ["get", "create", "get"]


def test_the_raw_row_is_everything_but_what_is_sealed() -> None:
    """Nothing is renamed or left out, except the sealed fields, which nobody here may open."""
    payment = Harness().told()
    raw = raw_payment(payment)
    assert raw.pop("object") == "ledger_row"
    assert raw.keys() == set(type(payment).model_fields) - {"sealed", "tells_merchant", "on_bus"}
    told = raw_payment(payment.model_copy(update={"tells_merchant": True, "on_bus": True}))
    assert told["tells_merchant"] is told["on_bus"] is True
    assert raw["notification"]["owner"] is None


def test_raw_entries_can_be_checked_by_whoever_reads_them() -> None:
    """With every field and the hashes: the chain holds for a reader, too."""
    harness = Harness()
    harness.told()
    raw = [raw_entry(entry) for entry in entries(ID, harness.operating())]
    assert {line.pop("object") for line in raw} == {"ledger_entry"}
    assert chain_faults([Entry.model_validate(line) for line in raw]) == []
    assert len(raw) == len(harness.ledger.lines[ID])


def test_an_unknown_payment_has_no_entries_to_show() -> None:
    """An id that nobody has is missing, not empty."""
    with pytest.raises(PaymentMissingError):
        entries(ID, Harness().operating())


def test_a_stamp_names_the_person() -> None:
    """The actor of an entry is the ARN of whoever asked."""
    stamp = Harness().operating().stamp("arn:aws:iam::111122223333:user/jane", "request-7")
    assert stamp.actor == "operator:arn:aws:iam::111122223333:user/jane"
    assert stamp.request_id == "request-7"


def test_a_circuit_that_was_never_written_is_closed() -> None:
    """What an operator sees before anything failed; and no guess where it can't be read."""
    harness = Harness()
    assert raw_circuit(harness.operating()) == {
        "object": "circuit",
        "version": 0,
        "state": "closed",
        "until": 0,
        "openings": 0,
        "failure_reason": None,
        "owner": None,
    }
    harness.circuit.fail_next("get", UnavailableError("The ledger is away."))
    with pytest.raises(UnavailableError):
        raw_circuit(harness.operating())
