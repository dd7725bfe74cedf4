"""The kept count; whether it is what a payment asks today is in tests/local/cost."""

from till.cost.counted import counted


def test_a_payment_is_counted_from_its_request_to_its_mail() -> None:
    """By everybody who works on it, and with what it sends."""
    found = counted()
    assert list(found.functions) == [
        "accept_payment",
        "process_payment",
        "notify_customer",
        "receive_webhook",
    ]
    assert (found.calls("ses"), found.calls("sqs")) == (1, 2)


def test_writes_are_told_by_function_and_part() -> None:
    """Whoever looks for what a payment writes finds each table and index."""
    found = list(counted().writes())
    assert {"by_day", "by_reference", "entries", "open", "payments", "sealed"} == {
        part for _, part, _ in found
    }
    every = [work.write_units.values() for work in counted().functions.values()]
    assert sum(units for _, _, units in found) == sum(map(sum, every))
