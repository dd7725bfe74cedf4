"""What waits for a person, and a person's word about it."""

import pytest

from tests.fakes.console_stack import ID, MARKUP, FakeStack, a_row
from tests.till.console.conftest import Page
from till.lib.exits import CommandError, Exit
from till.lib.operators_api import Answer

SAID = {"resolution": "succeeded", "reason": "The merchant agrees.", "evidence": "TICKET-1"}
PATH = f"/payments/{ID}/resolve"


def test_what_waits_is_listed(page: Page, stack: FakeStack) -> None:
    """With why, and where it is resolved."""
    text = page.get("/review")
    assert stack.queries == [{"status": "requires_review", "limit": "50"}]
    assert "verification_timeout" in text
    assert f"{PATH}" in text
    stack.rows = []
    assert "Nothing waits." in page.get("/review")


def test_a_list_that_has_not_looked_at_everything_says_so(page: Page, stack: FakeStack) -> None:
    """Nothing found is then not nothing there; it goes on where it ended."""
    stack.rows, stack.cursor = [], "a&b"
    text = page.get("/review")
    assert "Nothing waits." not in text
    assert "/review?after=a%26b" in text
    assert "Not everything was looked through." in page.get("/")
    page.get("/review?after=a%26b")
    assert stack.queries[-1]["starting_after"] == "a&b"


def test_the_form_shows_the_story_first(page: Page) -> None:
    """Whoever decides has read it."""
    text = page.get(PATH)
    assert text.index("Accepted 25.00 EUR for acme") < text.index("What became of the payment?")


def test_nothing_is_done_before_a_person_has_agreed(page: Page, stack: FakeStack) -> None:
    """First what will happen, with reason and evidence; then the stack is asked."""
    text = page.post(PATH, SAID)
    assert "The payment becomes succeeded for ever" in text
    assert "TICKET-1" in text
    assert stack.resolved == []
    stack.answer = Answer(200, a_row(status="succeeded"))
    text = page.post(PATH, {**SAID, "agreed": "succeeded"})
    assert stack.resolved == [(ID, SAID)]
    assert "the payer&#39;s mail is on its way" in text or "the payer's mail is on its way" in text


def test_who_agreed_to_something_else_is_asked_again(page: Page, stack: FakeStack) -> None:
    """A form in which the resolution was changed after it was shown."""
    text = page.post(PATH, {**SAID, "agreed": "failed"})
    assert "is that so?" in text
    assert stack.resolved == []


def test_a_proposal_is_told_as_one(page: Page, stack: FakeStack) -> None:
    """202: a second person must say the same; the stack's own words stand there."""
    stack.answer = Answer(202, {"detail": "A second person must confirm <b>this</b>."})
    text = page.post(PATH, {**SAID, "agreed": "succeeded"})
    assert "Proposed, not done yet" in text
    assert "A second person must confirm &lt;b&gt;this&lt;/b&gt;." in text
    assert "The payment is requires_review now" in text


@pytest.mark.parametrize(
    ("status", "document", "shown", "says"),
    [
        (409, {"code": "resolution_contradicted", "detail": "It says so."}, 409, "It says so"),
        (403, {"Message": "not authorized"}, 403, "docs/till.md has"),
        (403, {"Message": "The security token is expired"}, 403, "aws sso login"),
        (400, {"errors": [{"param": "reason", "detail": "No address."}]}, 400, "No address"),
        (503, {"code": "service_unavailable", "detail": "Later."}, 503, "Load this page anew"),
        (404, {"code": "payment_missing", "detail": "None."}, 404, "knows no payment"),
    ],
)
def test_a_refusal_is_told_in_the_stacks_words(
    page: Page, stack: FakeStack, status: int, document: dict[str, object], shown: int, says: str
) -> None:
    """With the next step."""
    stack.answer = Answer(status, document)
    text = page.post(PATH, {**SAID, "agreed": "succeeded"}, shown)
    assert says in text
    assert "What next:" in text


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"resolution": ""}, "Say what became of the payment."),
        ({"resolution": "lost"}, "Say what became of the payment."),
        ({"reason": " "}, "Say why."),
        ({"evidence": ""}, "Say where another person finds what shows it."),
        ({"reason": "a" * 501}, "Reason is longer than 500 characters."),
    ],
)
def test_what_is_missing_is_named_and_what_was_typed_stays(
    page: Page, stack: FakeStack, fields: dict[str, str], says: str
) -> None:
    """400 with a link to the field; nothing is done, agreed or not."""
    given = {**SAID, **fields, "agreed": "succeeded"}
    text = page.post(PATH, given, 400)
    assert says in text
    kept = [name for name in ("reason", "evidence") if name not in fields]
    assert all(SAID[name] in text for name in kept)
    assert stack.resolved == []


def test_what_a_person_types_is_text(page: Page, stack: FakeStack) -> None:
    """In the form, and where it is asked for."""
    given = {**SAID, "reason": MARKUP}
    assert "<img" not in page.post(PATH, given)
    assert "<img" not in page.post(PATH, {**given, "evidence": ""}, 400)
    assert stack.resolved == []


def test_what_does_not_wait_is_not_resolved(page: Page, stack: FakeStack) -> None:
    """409 before anything is asked; somebody else may have been first."""
    stack.rows = [a_row(status="succeeded")]
    for text in (page.get(PATH, 409), page.post(PATH, SAID, 409)):
        assert f"{ID} is succeeded, so there is nothing to resolve." in text
    assert stack.resolved == []


def test_a_list_that_is_not_allowed_is_told_in_words(page: Page, stack: FakeStack) -> None:
    """403, with what to ask for."""
    stack.rows = CommandError(Exit.DENIED, "Your identity lacks `execute-api:Invoke` on it.")
    text = page.get("/review", 403)
    assert "execute-api:Invoke" in text
    assert "keeper" in text
