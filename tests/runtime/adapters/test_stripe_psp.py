"""The adapter's own duties: keys, ids, silence in the logs.

What it does as a PSP is in `tests/conformance/`.
"""

import contextlib
import json
import logging
from collections.abc import Callable, Iterator

import pytest

from local.psp import LocalPsp, running
from runtime.adapters.stripe_psp import API_VERSION, StripePsp, WrongKeyError
from runtime.domain.errors import UnavailableError
from runtime.domain.private import Clear
from runtime.domain.psp import Outcome, OutcomeKind, PspObject, PspRecord, PspState
from tests.fakes.payments import Harness
from tests.runtime.adapters._canned import answering, http
from tests.runtime.adapters.test_stripe_objects import INTENT


@pytest.fixture
def provider() -> Iterator[LocalPsp]:
    """A provider of this test's own, whose key may change."""
    with running() as server:
        yield server


@contextlib.contextmanager
def adapter(
    base_url: str, read_key: Callable[[], str] = lambda: "sk_test_local"
) -> Iterator[StripePsp]:
    """A test-mode adapter that is closed at the end."""
    psp = StripePsp(base_url, read_key, livemode=False, connect=2, read=10)
    with contextlib.closing(psp):
        yield psp


def kind_of(answer: object) -> OutcomeKind | None:
    """The kind, where the answer is an outcome."""
    return answer.kind if isinstance(answer, Outcome) else None


@pytest.mark.parametrize(
    ("key", "livemode"),
    [
        ("sk_live_x", False),
        ("rk_live_x", False),
        ("sk_test_x", True),
        ("rk_test_x", True),
        ("", False),
        ("pk_test_x", False),
    ],
)
def test_a_key_of_the_other_mode_stops_the_process(key: str, livemode: bool) -> None:  # noqa: FBT001 - a table's column.
    """A live key in a test stack, the reverse, or no secret key: refused without its text."""
    with pytest.raises(WrongKeyError) as caught:
        StripePsp("http://127.0.0.1:9", lambda: key, livemode=livemode, connect=1, read=1)
    assert not key or key not in str(caught.value)


@pytest.mark.parametrize(
    ("key", "livemode"),
    [("sk_live_x", True), ("rk_live_x", True), ("rk_test_x", False), ("sk_test_x\n", False)],
)
def test_a_key_of_the_stacks_mode_is_taken(key: str, livemode: bool) -> None:  # noqa: FBT001 - a table's column.
    """Secret and restricted keys of the right mode make an adapter."""
    psp = StripePsp("http://127.0.0.1:9", lambda: key, livemode=livemode, connect=1, read=1)
    assert psp.name == "stripe"


@pytest.mark.fault(
    "F50",
    sees="Nothing",
    does=(
        "A refused key is read once more from the secret; refused again, the circuit opens "
        "and messages wait"
    ),
    person="mends the secret, if the alarm rings",
)
def test_a_rotated_key_is_read_again(provider: LocalPsp) -> None:
    """When Stripe refuses the key it is read once more, and the call goes through."""
    keys = iter([provider.key, "sk_test_new"])
    with adapter(provider.base_url, lambda: next(keys)) as psp:
        provider.set_mode(key="sk_test_new")
        assert isinstance(psp.prepare(Harness().accepted(), Clear("pm_card_visa"), 1), PspObject)
        assert next(keys, None) is None


@pytest.mark.parametrize("error", [None, UnavailableError("away")])
def test_a_refused_key_is_misconfigured(provider: LocalPsp, error: Exception | None) -> None:
    """A key that stays refused, or can't be read again, is our credentials' fault."""
    reads: list[str] = []

    def read_key() -> str:
        reads.append(provider.key)
        if error and len(reads) > 1:
            raise error
        return provider.key

    with adapter(provider.base_url, read_key) as psp:
        provider.set_mode(auth="refuse")
        answers = [
            psp.prepare(Harness().accepted(), Clear("pm_card_visa"), 1),
            psp.charge(Harness().accepted(), "pi_1", 1),
            psp.lookup("pi_1"),
            psp.cancel("pi_1"),
        ]
        provider.set_mode(auth="forbid")
        answers.append(psp.lookup("pi_1"))
    assert {kind_of(answer) for answer in answers} == {OutcomeKind.MISCONFIGURED}
    assert len(reads) == 5


def test_an_outage_is_unknown_and_nothing_sent_is_retryable(provider: LocalPsp) -> None:
    """A 503 leaves it open what happened; a refused connection does not."""
    with adapter(provider.base_url) as psp:
        provider.set_mode(outage=True)
        assert (
            kind_of(psp.prepare(Harness().accepted(), Clear("pm_card_visa"), 1))
            is OutcomeKind.UNKNOWN
        )
    with adapter("http://127.0.0.1:9") as psp:
        outcome = psp.charge(Harness().accepted(), "pi_1", 1)
    assert outcome == Outcome(OutcomeKind.RETRYABLE, "provider_unavailable", failing=True)


def test_calls_carry_what_the_design_says(provider: LocalPsp) -> None:
    """The idempotency keys name payment, call and number, and the API version is pinned."""
    payment = Harness().accepted()
    with adapter(provider.base_url) as psp:
        prepared = psp.prepare(payment, Clear("pm_card_visa"), 3)
        assert isinstance(prepared, PspObject)
        psp.charge(payment, prepared.ref, 2)
    keys = [call["idempotency_key"] for call in provider.book()["calls"]]
    assert keys == [f"{payment.payment_id}:prepare:3", f"{payment.payment_id}:confirm:2"]
    with answering(http(json.dumps(INTENT).encode())) as server, adapter(server.base_url) as psp:
        psp.lookup("pi_1")
    assert f"Stripe-Version: {API_VERSION}".encode() in server.heads[0]


def test_another_payments_intent_is_never_taken_for_ours() -> None:
    """Created under our key and named after another payment: it is not confirmed."""
    with answering(http(json.dumps(INTENT).encode())) as server, adapter(server.base_url) as psp:
        assert kind_of(psp.prepare(Harness().accepted(), Clear("pm_x"), 1)) is OutcomeKind.REJECTED


def test_another_intent_is_told_as_what_it_is() -> None:
    """Of a confirm it decides nothing; a read shows the object that was answered, by its id."""
    with answering(http(json.dumps(INTENT).encode())) as server, adapter(server.base_url) as psp:
        assert kind_of(psp.charge(Harness().accepted(), "pi_2", 1)) is OutcomeKind.UNKNOWN
        answers = [psp.lookup("pi_2"), psp.cancel("pi_2"), psp.lookup("pi_1")]
    for answer in answers:
        assert isinstance(answer, PspRecord)
        assert (answer.ref, answer.state) == ("pi_1", PspState.PAID)


@pytest.mark.parametrize(
    "answer", [http(b"{}"), http(b"[]"), http(b"<html>"), http(b"{}", "302 Found", "Location: /")]
)
def test_another_shape_is_unknown(answer: bytes) -> None:
    """An answer that is no payment intent is unknown, to every call."""
    with answering(answer) as server, adapter(server.base_url) as psp:
        answers = [
            psp.prepare(Harness().accepted(), Clear("pm_card_visa"), 1),
            psp.charge(Harness().accepted(), "pi_1", 1),
            psp.lookup("pi_1"),
            psp.cancel("pi_1"),
        ]
    assert {kind_of(answer) for answer in answers} == {OutcomeKind.UNKNOWN}


def test_nothing_is_retried() -> None:
    """One call of the port is one request, whatever the answer is."""
    for status in ("500 No", "409 No", "429 No", "503 No"):
        answer = http(b'{"error": {}}', status, "Stripe-Should-Retry: true")
        with answering(answer) as server, adapter(server.base_url) as psp:
            psp.charge(Harness().accepted(), "pi_1", 1)
        assert len(server.heads) == 1


def test_no_body_is_logged(provider: LocalPsp, caplog: pytest.LogCaptureFixture) -> None:
    """With every logger at DEBUG, no key, token, amount or secret is in a log line."""
    caplog.set_level(logging.DEBUG)
    with adapter(provider.base_url) as psp:
        prepared = psp.prepare(
            Harness().accepted(amount=271828), Clear("pm_card_visa_chargeDeclined"), 1
        )
        assert isinstance(prepared, PspObject)
        psp.charge(Harness().accepted(), prepared.ref, 1)
        psp.lookup(prepared.ref)
    for secret in ("271828", "pm_card_visa", "client_secret", provider.key, "declined"):
        assert secret not in caplog.text
