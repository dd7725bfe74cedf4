"""What operators are answered is what is stored."""

from runtime.use_cases.read_ledger import raw_payment
from runtime.wire.raw_responses import RawPaymentList
from tests.fakes.payments import Harness


def test_a_page_holds_rows_as_they_are() -> None:
    """Every member of a row comes through the model, today's and a later version's."""
    row = {**raw_payment(Harness().told()), "of_next_year": 1}
    page = {"object": "list", "url": "/v1", "has_more": False, "next_cursor": None, "data": [row]}
    assert RawPaymentList.model_validate(page).model_dump(mode="json")["data"] == [row]
