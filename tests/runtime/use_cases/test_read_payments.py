"""Looking payments up, over fakes."""

import pytest

from runtime.domain.email_event import Reason
from runtime.domain.errors import PaymentMissingError, UnavailableError
from runtime.domain.ledger import EntryType, write_entry
from runtime.domain.payment import MailStatus, Status, payment_id
from runtime.use_cases.read_payments import (
    ListQuery,
    ReadPaymentsPorts,
    entries,
    find,
    page,
    read_query,
    why_undeliverable,
)
from runtime.use_cases.receive_email_event import receive_email_event
from runtime.use_cases.resend_notification import resend_notification
from runtime.wire.documents import InvalidFieldsError
from tests.fakes import FakePaymentQueries
from tests.fakes.mail import told
from tests.fakes.payments import ID, Harness


def reading(harness: Harness) -> ReadPaymentsPorts:
    """The ports of the reading use cases."""
    return ReadPaymentsPorts(
        FakePaymentQueries(harness.ledger), harness.ledger.events, harness.clock
    )


def query(**parameters: str) -> ListQuery:
    """A query string, read."""
    return read_query(parameters)


def test_a_merchant_finds_its_own_payment_and_its_ledger() -> None:
    """Row and entries of an id that is its own."""
    harness = Harness()
    payment = harness.accepted()
    assert find(ID, "acme", reading(harness)) == payment
    assert [entry.seq for entry in entries(ID, "acme", reading(harness))] == [1]


@pytest.mark.parametrize("name", [payment_id("acme", "other"), "pay_1", "", ID.upper()])
def test_an_unknown_or_malformed_id_is_missing(name: str) -> None:
    """What is not there and what can't be there are the same."""
    harness = Harness()
    harness.accepted()
    with pytest.raises(PaymentMissingError):
        find(name, "acme", reading(harness))


def test_another_merchants_payment_is_missing() -> None:
    """An id opens nothing: access is by merchant."""
    harness = Harness()
    harness.accepted()
    for look in (find, entries):
        with pytest.raises(PaymentMissingError):
            look(ID, "other", reading(harness))


def test_a_payment_stamped_by_a_faster_clock_is_listed() -> None:
    """The acceptor's clock may be ahead of ours by five minutes."""
    harness = Harness()
    harness.accepted()
    harness.clock.advance(-299)
    assert len(page(query(), "acme", reading(harness)).payments) == 1


def test_another_merchants_payment_is_no_cursor() -> None:
    """A cursor that is not one's own is refused like one that does not exist."""
    harness = Harness()
    harness.accepted()
    refusals = []
    for cursor in (ID, payment_id("acme", "unknown")):
        with pytest.raises(InvalidFieldsError) as caught:
            page(query(starting_after=cursor), "other", reading(harness))
        refusals.append(caught.value.faults)
    assert refusals[0] == refusals[1]


@pytest.mark.parametrize("cursor", ["", "pay_1", "before_1", "before_17953416000", "1795341600"])
def test_a_cursor_that_no_answer_gave_is_refused(cursor: str) -> None:
    """It is a payment's id or a time, spelled as an answer spells it."""
    with pytest.raises(InvalidFieldsError) as caught:
        query(starting_after=cursor)
    assert caught.value.param == "starting_after"


def test_the_parameters_are_known_by_the_names_in_the_query_string() -> None:
    """Brackets included, and no inner name besides."""
    assert ListQuery.parameters() == {
        "limit",
        "starting_after",
        "status",
        "created[gte]",
        "created[lt]",
        "reference",
    }


def test_why_a_mail_is_undeliverable_is_read_from_the_ledger() -> None:
    """Of the last entry about the mail; one of an earlier version has no reason, and says none."""
    harness = Harness()
    sent = harness.told()
    assert why_undeliverable(sent, reading(harness)) is None
    receive_email_event(
        told(sent.notification.id, "ses-1", Reason.SUPPRESSED), harness.receiving_email_events()
    )
    assert why_undeliverable(harness.row(), reading(harness)) == "suppressed"
    older = Harness()
    older.told(MailStatus.UNDELIVERABLE)
    assert why_undeliverable(older.row(), reading(older)) is None


def test_a_mail_asked_for_since_the_read_takes_no_reason_away() -> None:
    """The row that is shown is of before, and so is its reason."""
    harness = Harness()
    sent = harness.told()
    receive_email_event(
        told(sent.notification.id, "ses-1", Reason.SUPPRESSED), harness.receiving_email_events()
    )
    lost = harness.row()
    operator = "arn:aws:iam::111122223333:user/jane"
    resend_notification(ID, operator=operator, request_id="r-1", ports=harness.operating())
    assert why_undeliverable(lost, reading(harness)) == "suppressed"


def test_only_an_undeliverable_mail_costs_a_second_read() -> None:
    """Every other payment is answered from its row alone."""
    harness = Harness()
    queries = FakePaymentQueries(harness.ledger)
    queries.fail_next("entries", UnavailableError("not asked for"))
    ports = ReadPaymentsPorts(queries, harness.ledger.events, harness.clock)
    assert why_undeliverable(harness.told(), ports) is None


def test_a_list_may_be_of_one_status() -> None:
    """Other payments in the window are passed over."""
    harness = Harness()
    harness.accepted()
    for status, found in ((Status.QUEUED, [ID]), (Status.FAILED, [])):
        listed = page(query(status=status), "acme", reading(harness))
        assert [payment.payment_id for payment in listed.payments] == found


def test_a_query_that_says_nothing_we_know_names_the_field_and_no_value() -> None:
    """What was sent may be anything; it is not repeated."""
    with pytest.raises(InvalidFieldsError) as caught:
        query(limit="4242424242424242", colour="4242424242424242")
    assert {fault.param for fault in caught.value.faults} == {"limit", "colour"}
    assert "4242" not in repr(caught.value.faults)


def test_the_reason_is_that_of_the_last_notification() -> None:
    """What other entries say beside, an attempt or a review, is no reason of a mail."""
    harness = Harness()
    payment = harness.told()
    receive_email_event(
        told(payment.notification.id, "ses-1", Reason.BOUNCED), harness.receiving_email_events()
    )
    stamp, seq = harness.stamp(), harness.row().version + 1
    harness.ledger.lines[ID].append(
        write_entry(ID, seq, EntryType.REVIEW, stamp, {"reason": "other"}, prev_hash="0" * 64)
    )
    assert why_undeliverable(harness.row(), reading(harness)) == "bounced"


@pytest.mark.parametrize(
    "parameters",
    [
        {"limit": "1"},
        {"limit": "100"},
        {"created[gte]": "0", "created[lt]": "9999999999"},
        {"reference": "x"},
        {"reference": "x" * 64},
        {"starting_after": "before_1795341600"},
        {"starting_after": ID},
    ],
    ids=str,
)
def test_a_parameter_may_reach_its_bound(parameters: dict[str, str]) -> None:
    """The first and the last that are allowed."""
    query(**parameters)


@pytest.mark.parametrize(
    "parameters",
    [
        {"limit": "0"},
        {"limit": "101"},
        {"created[gte]": "-1"},
        {"created[lt]": "10000000000"},
        {"reference": ""},
        {"reference": "x" * 65},
        {"starting_after": "before_179534160"},
        {"starting_after": f"x{ID}"},
        {"starting_after": f"{ID}x"},
        {"created_gte": "1"},
        {"unknown": "1"},
    ],
    ids=str,
)
def test_a_parameter_past_its_bound_is_refused(parameters: dict[str, str]) -> None:
    """One less and one more, another shape, and a name that the page does not have."""
    with pytest.raises(InvalidFieldsError):
        query(**parameters)


def test_a_query_without_parameters_asks_for_ten() -> None:
    """Of any time, status and reference; the schema says what a blank reference would be."""
    asked = query()
    assert asked.model_dump(exclude_none=True) == {"limit": 10}
    schema = ListQuery.model_json_schema()["properties"]["reference"]["anyOf"][0]
    assert (schema["allOf"], schema["minLength"]) == ([{"pattern": r"\S"}], 1)
    assert ListQuery.model_config.get("hide_input_in_errors") is True


def test_an_unknown_cursor_is_named() -> None:
    """The answer says which parameter it was."""
    with pytest.raises(InvalidFieldsError) as caught:
        page(query(starting_after=ID), "acme", reading(Harness()))
    assert (caught.value.param, str(caught.value)) == (
        "starting_after",
        "There is no such payment.",
    )
