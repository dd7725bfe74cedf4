"""The reading routes, from event to answer, over fakes."""

from typing import Any

import pytest

from runtime.domain.email_event import Reason
from runtime.domain.errors import UnavailableError
from runtime.domain.payment import MAX_ATTEMPTS, MailStatus, created_key, payment_id
from runtime.handlers.read_payments import respond
from runtime.invocation.http import HttpResponse
from runtime.use_cases.read_payments import DAY, ReadPaymentsPorts
from runtime.use_cases.receive_email_event import receive_email_event
from tests.fakes import FakePaymentQueries
from tests.fakes.mail import told
from tests.fakes.payments import ID, Harness
from tests.fakes.sealing import FakePublicKeys
from tests.runtime.handlers.events import event, known, shown

LIST, ONE, ENTRIES = "/v1/payments", "/v1/payments/{id}", "/v1/payments/{id}/entries"


def ask(
    harness: Harness, request: dict[str, Any], queries: FakePaymentQueries | None = None
) -> HttpResponse:
    """The handler's answer over the harness's fakes."""
    found = queries or FakePaymentQueries(harness.ledger)
    ports = ReadPaymentsPorts(found, harness.ledger.events, harness.clock)
    return respond(request, callers=known(), ports=ports, keys=FakePublicKeys)


def ids(answer: HttpResponse) -> list[str]:
    """The payments on a page."""
    return [payment["id"] for payment in shown(answer)["data"]]


def shelf(count: int) -> tuple[Harness, list[str]]:
    """A harness with payments of one merchant, a second apart, and their ids, newest first."""
    harness = Harness()
    template = harness.accepted()
    harness.ledger.rows.clear()
    now = harness.clock.now()
    for number in range(count):
        name = payment_id("acme", str(number))
        harness.ledger.rows[name] = template.model_copy(
            update={
                "payment_id": name,
                "created_at": now - number,
                "created_key": created_key(now - number, name),
                "reference": f"order-{number % 2}",
            }
        )
    return harness, [payment_id("acme", str(number)) for number in range(count)]


def test_a_merchant_reads_its_payment() -> None:
    """200 with the payment object."""
    harness = Harness()
    harness.succeeded()
    answer = ask(harness, event(ONE, payment_id=ID))
    assert answer["statusCode"] == 200
    assert (shown(answer)["id"], shown(answer)["status"]) == (ID, "succeeded")


@pytest.mark.parametrize("route", [ONE, ENTRIES])
def test_another_merchants_payment_looks_like_none(route: str) -> None:
    """A stranger's answer is that for an id that nobody has, byte for byte."""
    harness = Harness()
    harness.accepted()
    request = event(route, payment_id=ID, client="client-3")
    stranger = ask(harness, request)
    assert (stranger["statusCode"], shown(stranger)["code"]) == (404, "resource_missing")
    assert ask(Harness(), request) == stranger


def test_the_ledger_is_shown_entry_by_entry() -> None:
    """Every entry, oldest first, under the payment's own address."""
    harness = Harness()
    harness.succeeded()
    body = shown(ask(harness, event(ENTRIES, payment_id=ID)))
    assert body["url"] == f"/v1/payments/{ID}/entries"
    assert [line["seq"] for line in body["data"]] == list(range(1, len(body["data"]) + 1))
    assert body["data"][-1]["type"] == "succeeded"


def test_a_list_is_walked_page_by_page_without_gap_or_repeat() -> None:
    """Pages joined by their cursors are all payments, newest first, and then no more."""
    harness, names = shelf(7)
    query = {"limit": ["3"], "created[gte]": [str(harness.clock.now() - DAY)]}
    seen: list[str] = []
    for expected_more in (True, True, False):
        page = shown(ask(harness, event(LIST, query=query)))
        assert page["has_more"] is (page["next_cursor"] is not None) is expected_more
        seen += [payment["id"] for payment in page["data"]]
        query["starting_after"] = [page["next_cursor"]]
    assert seen == names


def test_a_list_is_ten_long_and_empty_for_a_merchant_without_payments() -> None:
    """`limit` is 10 unless given, and nobody sees another merchant's."""
    harness, names = shelf(12)
    page = shown(ask(harness, event(LIST)))
    assert (page["object"], page["url"], page["has_more"]) == ("list", LIST, True)
    assert ids(ask(harness, event(LIST))) == names[:10]
    assert page["next_cursor"] == names[9]


def test_an_empty_page_says_whether_all_was_looked_through() -> None:
    """A merchant without payments is led on to the ledger's beginning, and then no further."""
    query: dict[str, list[str]] = {}
    pages: list[dict[str, Any]] = []
    while not pages or pages[-1]["has_more"]:
        pages.append(shown(ask(Harness(), event(LIST, client="client-3", query=query))))
        query = {"starting_after": [pages[-1]["next_cursor"]]}
    assert [page["data"] for page in pages] == 11 * [[]]
    assert pages[-1]["next_cursor"] is None


def test_an_old_payment_is_found_by_its_reference_at_once() -> None:
    """On the first page, which says that there is no more: nobody charges twice for an old one."""
    harness, names = shelf(2)
    harness.clock.advance(32 * DAY)
    page = shown(ask(harness, event(LIST, query={"reference": ["order-1"]})))
    assert [payment["id"] for payment in page["data"]] == names[1:]
    assert (page["has_more"], page["next_cursor"]) == (False, None)


def test_a_list_is_filtered() -> None:
    """By reference, by time and by status, each as the query says."""
    harness, names = shelf(6)
    now = harness.clock.now()
    harness.ledger.rows[names[4]] = harness.ledger.rows[names[4]].model_copy(
        update={"status": "failed"}
    )

    def found(**query: str) -> list[str]:
        return ids(ask(harness, event(LIST, query={k: [v] for k, v in query.items()})))

    assert found(reference="order-1") == names[1::2]
    assert found(**{"created[gte]": str(now - 1)}) == names[:2]
    assert found(**{"created[lt]": str(now - 3)}) == names[4:]
    assert found(status="failed", limit="1") == [names[4]]


@pytest.mark.parametrize(
    ("query", "code", "param"),
    [
        ({"limit": ["0"]}, "parameter_invalid", "limit"),
        ({"limit": ["1000000"]}, "parameter_invalid", "limit"),
        ({"limit": ["1", "2"]}, "parameter_invalid", "limit"),
        ({"status": ["paid"]}, "parameter_invalid", "status"),
        ({"created[gte]": ["yesterday"]}, "parameter_invalid", "created[gte]"),
        ({"starting_after": ["pay_" + "a" * 26]}, "parameter_invalid", "starting_after"),
        ({"starting_after": ["pay_x"]}, "parameter_invalid", "starting_after"),
        ({"page": ["2"]}, "parameter_unknown", "page"),
    ],
)
def test_a_query_that_breaks_a_rule_is_400(
    query: dict[str, list[str]], code: str, param: str
) -> None:
    """Each parameter has its rule, and an unknown one is not ignored."""
    answer = ask(Harness(), event(LIST, query=query))
    problem = shown(answer)
    assert (answer["statusCode"], problem["code"], problem["param"]) == (400, code, param)


def test_an_unknown_route_is_404_and_a_stranger_403() -> None:
    """Nothing answers by accident."""
    assert ask(Harness(), event("/v1/other"))["statusCode"] == 404
    assert ask(Harness(), event(LIST, client="stranger"))["statusCode"] == 403


def test_a_ledger_that_does_not_answer_is_503() -> None:
    """An outage, which passes, and no defect: the code and `Retry-After` say so."""
    harness = Harness()
    queries = FakePaymentQueries(harness.ledger)
    queries.fail_next("get", UnavailableError("throttled"))
    answer = ask(harness, event(ONE, payment_id=ID), queries)
    assert (answer["statusCode"], shown(answer)["code"]) == (503, "service_unavailable")
    assert answer["headers"]["Retry-After"].isdecimal()


def test_health_needs_no_token_and_says_whether_the_table_answers() -> None:
    """200 while it does; 503, as a problem with `Retry-After`, while it does not."""
    harness = Harness()
    queries = FakePaymentQueries(harness.ledger)
    request = event("/v1/health")
    request["requestContext"]["authorizer"] = None
    assert ask(harness, request, queries)["statusCode"] == 200
    queries.fail_next("healthy", ConnectionError())
    ill = ask(harness, request, queries)
    assert (ill["statusCode"], shown(ill)["code"]) == (503, "service_unavailable")
    assert ill["headers"]["Retry-After"].isdecimal()


@pytest.mark.parametrize("route", [ONE, LIST])
def test_a_mail_that_did_not_arrive_says_why(route: str) -> None:
    """On the payment by itself and in a list alike."""
    harness = Harness()
    sent = harness.told()
    receive_email_event(
        told(sent.notification.id, "ses-1", Reason.BOUNCED), harness.receiving_email_events()
    )
    answer = shown(ask(harness, event(route, payment_id=ID if route == ONE else None)))
    payment = answer if route == ONE else answer["data"][0]
    mail = payment["notification"]
    assert (mail["status"], mail["reason"]) == ("undeliverable", "bounced")


def test_a_row_of_a_newer_version_is_shown_as_it_is() -> None:
    """A value that is not documented yet is no reason to refuse its merchant the payment."""
    harness = Harness()
    payment = harness.told(MailStatus.UNDELIVERABLE)
    (attempt,) = payment.attempts
    harness.ledger.rows[ID] = payment.model_copy(
        update={
            "attempts": (attempt.model_copy(update={"number": MAX_ATTEMPTS + 1}),),
            "verification": payment.verification.model_copy(update={"status": "refunded"}),
        }
    )
    last = harness.ledger.lines[ID][-1]
    harness.ledger.lines[ID][-1] = last.model_copy(
        update={"data": {**last.data, "reason": "mailbox_full"}}
    )
    found = shown(ask(harness, event(ONE, payment_id=ID)))
    assert found["attempts"][0]["number"] == MAX_ATTEMPTS + 1
    assert found["verification"]["status"] == "refunded"
    assert found["notification"]["reason"] == "mailbox_full"
    assert shown(ask(harness, event(LIST)))["data"] == [found]
    told_last = shown(ask(harness, event(ENTRIES, payment_id=ID)))["data"][-1]
    assert told_last["data"]["notification"]["reason"] == "mailbox_full"
