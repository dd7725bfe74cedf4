"""The provider's book."""

from local.psp.book import Book


def test_an_attempt_is_read_off_the_idempotency_key() -> None:
    """A confirm's key names the payment and the attempt; other keys name none."""
    book = Book()
    confirm = book.arrived("POST", "/v1/payment_intents/pi_1/confirm", "pay_1:confirm:3", "")
    prepare = book.arrived("POST", "/v1/payment_intents", "pay_1:prepare", "")
    assert (confirm["payment_id"], confirm["attempt"]) == ("pay_1", 3)
    assert (prepare["payment_id"], prepare["attempt"]) == (None, None)
    assert confirm["result"] == "no answer"
    assert book.calls == [confirm, prepare]
