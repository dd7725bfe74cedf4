"""Finding payments, and one payment's story."""

import pytest
from starlette.testclient import TestClient

from tests.fakes.console_stack import ID, MARKUP, FakeStack, a_row, an_entry
from tests.till.console.conftest import Page
from till.console.session import Session
from till.lib.exits import CommandError, Exit
from till.payments import reading

OTHER = f"pay_{'b' * 26}"


def test_payments_are_found_by_what_is_known_of_them(page: Page, stack: FakeStack) -> None:
    """Each field is a filter of the API's; an empty one is none."""
    stack.rows = [a_row(status="failed")]
    text = page.get("/payments?reference=+order-7+&status=failed&merchant=acme&older_than=2h")
    assert stack.queries == [
        {
            "reference": "order-7",
            "status": "failed",
            "merchant": "acme",
            "older_than": "7200",
            "limit": "25",
        }
    ]
    assert f"/payments/{ID}" in text
    assert "25.00 EUR" in text
    assert "That is all." in text
    page.get("/payments?reference=&status=")
    assert stack.queries[-1] == {"limit": "25"}


def test_a_list_goes_on(page: Page, stack: FakeStack) -> None:
    """With the same filters, from where it ended."""
    stack.cursor = "a&b"
    text = page.get("/payments?merchant=acme")
    assert "There may be more." in text
    assert "merchant=acme&amp;older_than=&amp;after=a%26b" in text
    page.get("/payments?merchant=acme&after=a%26b")
    assert stack.queries[-1]["starting_after"] == "a&b"


def test_a_whole_id_leads_to_its_page(client: TestClient, session: Session) -> None:
    """The rest of the form does not matter then."""
    found = client.get(f"{session.base}/payments", params={"id": f" {ID} "})
    assert found.headers["Location"] == f"{session.base}/payments/{ID}"


@pytest.mark.parametrize("path", ["/payments?id=pay_abc", "/payments/pay_abc", "/payments/%3Cb%3E"])
def test_a_part_of_an_id_is_told_in_words(page: Page, path: str) -> None:
    """With what finds it; what was typed stays text."""
    text = page.get(path, 400)
    assert "is no whole id" in text
    assert "What next:" in text
    assert "<b>" not in text


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("older_than=yesterday", "is no age"),
        ("status=lost", "is no status"),
        ("older_than=-1", "age"),
    ],
)
def test_a_wrong_filter_is_told_beside_the_form(
    page: Page, stack: FakeStack, query: str, says: str
) -> None:
    """400, what was typed is still there, and nobody is asked."""
    text = page.get(f"/payments?{query}&reference=order-7", 400)
    assert says in text
    assert 'value="order-7"' in text
    assert stack.queries == []


def test_a_payments_story_is_what_till_explain_says(page: Page, stack: FakeStack) -> None:
    """Each step with its time, its words and its rule; a payment in review can be resolved."""
    stack.story = [an_entry(), an_entry(seq=2, type="failed", data={"transition": "decline"})]
    text = page.get(f"/payments/{ID}")
    assert "Accepted 25.00 EUR for acme" in text
    assert "the provider said no for good" in text
    assert "/resolve" in text
    stack.rows = [a_row(status="failed")]
    assert "/resolve" not in page.get(f"/payments/{ID}")


def test_an_unknown_payment_is_told_in_words(page: Page, stack: FakeStack) -> None:
    """404, and where else it could be."""
    stack.rows = CommandError(Exit.NOT_FOUND, f"The stack knows no payment {OTHER}.")
    text = page.get(f"/payments/{OTHER}", 404)
    assert f"The stack knows no payment {OTHER}." in text
    assert "Search by reference or merchant" in text


def test_a_payment_of_a_newer_schema_is_told_in_words(page: Page, stack: FakeStack) -> None:
    """501, and whose console reads it."""
    with pytest.raises(CommandError) as caught:
        reading.known({"v": 99}, 1, ID)
    stack.rows = caught.value
    text = page.get(f"/payments/{ID}", 501)
    assert "is kept in schema 99" in text
    assert "start the `till console` of the version that is deployed" in text


def test_what_a_merchant_writes_is_text(page: Page, stack: FakeStack) -> None:
    """Markup in a reference, a description or a step is shown, and is no markup."""
    stack.rows = [a_row(reference=MARKUP, description=MARKUP, merchant=MARKUP)]
    stack.story = [
        an_entry(data={"transition": MARKUP, "reason": MARKUP}, actor=MARKUP, type="resolved")
    ]
    for path in ("/payments", f"/payments/{ID}", "/review", f"/payments/{ID}/resolve"):
        text = page.get(path)
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text
        assert "<script>" not in text
        assert "<img" not in text
    assert "<img" not in page.get(f"/payments?reference={MARKUP}".replace("&", "%26"))


def test_no_more_is_shown_of_a_payer_than_the_api_says(page: Page, stack: FakeStack) -> None:
    """The masked address stands among the fields, and nowhere else."""
    assert page.get(f"/payments/{ID}").count("j…@…") == 1
    assert "j…@…" not in page.get("/payments")
    stack.rows = [a_row(email_masked=None)]
    assert "email_masked" not in page.get(f"/payments/{ID}")
