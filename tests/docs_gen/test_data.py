"""The page of what lies where is made from the models and the grants."""

from pathlib import Path

import pytest

from docs_gen.data import EVERYBODY, FieldsDifferError, compared, data, request_fields
from docs_gen.data_table import REQUEST, TABLE, Form, Lies, Place

PAGE = Path(__file__).parents[2] / "docs" / "data.md"


def cells(field: str, where: str) -> list[str]:
    """The form, who, kept and erased of one row."""
    start = f"| {field} | {where} |"
    (row,) = [line for line in data().splitlines() if line.startswith(start)]
    return [cell.strip() for cell in row.removeprefix(start).strip("| ").split(" | ")]


def test_the_page_is_what_the_program_says_today() -> None:
    """`docs/data.md` is generated; run `make docs` after a change of a model or a grant."""
    assert PAGE.read_text() == data()


def test_every_field_of_a_request_is_in_the_table() -> None:
    """Nested ones by their path; one that is missing or too many is named."""
    assert "customer.email" in set(request_fields())
    compared(REQUEST)
    fewer = {name: rows for name, rows in REQUEST.items() if name != "customer.name"}
    with pytest.raises(FieldsDifferError, match=r"customer\.name"):
        compared(fewer)
    with pytest.raises(FieldsDifferError, match="iban"):
        compared({**REQUEST, "iban": ()})


def test_what_a_row_has_under_another_name_is_a_field_of_the_row() -> None:
    """A name that no model has would be said of nothing."""
    wrong = {**REQUEST, "currency": (Lies(Place.PAYMENTS, Form.MASKED, "money_masked"),)}
    with pytest.raises(FieldsDifferError, match="money_masked"):
        compared(wrong)


def test_who_may_open_is_who_is_granted_it() -> None:
    """What is sealed opens to a purpose's functions, a table and a secret to their readers."""
    assert cells("customer.email", "table `payments`: `sealed.customer`")[:2] == [
        "sealed",
        "`notify_customer`",
    ]
    assert cells("payment_method", "table `payments`: `sealed.payment_method`")[1] == (
        "`process_dead_letter`, `process_payment`"
    )
    assert cells("customer.email", "table `payments`: `email_masked`")[1] == EVERYBODY
    assert cells("webhook secrets", "Secrets Manager")[1] == "`receive_webhook`"
    assert "`receive_webhook`" not in cells("PSP key", "Secrets Manager")[1]
    assert cells("address in SES's event", str(Place.MAIL_EVENTS))[1:3] == [
        "`receive_email_event`",
        "4 days; a dead letter 14",
    ]


def test_each_row_says_everything() -> None:
    """An empty cell would be an answer that nobody gave."""
    for field, rows in TABLE.items():
        for place, _, name in rows:
            where = f"{place}: `{name}`" if name else str(place)
            assert all(cells(field, where)), (field, where)
