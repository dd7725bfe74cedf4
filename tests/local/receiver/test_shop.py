"""A merchant's backend verifies each event, takes it once, and fails as its luck says."""

import base64
import json
import time
from collections.abc import Mapping, Sequence

from local.receiver.shop import (
    BROKEN,
    BUSY,
    TAKEN,
    UNSIGNED,
    Luck,
    Outcome,
    Shop,
    patient,
    sometimes,
)
from runtime.adapters.webhook_signatures import secret_text, signature

OLD, NEW, OTHER = b"o" * 32, b"n" * 32, b"x" * 32


def shop(*secrets: bytes, luck: Luck = patient) -> Shop:
    """A backend that knows these secrets."""
    made = Shop(luck)
    made.learn([secret_text(each) for each in secrets])
    return made


def message(event_id: str, *secrets: bytes, age: int = 0) -> tuple[Mapping[str, str], bytes]:
    """An event, signed by each of these secrets `age` seconds ago."""
    body, at = json.dumps({"id": event_id}).encode(), int(time.time()) - age
    signed = " ".join(signature(each, event_id, at, body) for each in secrets)
    return _headers(event_id, at, signed), body


def _headers(event_id: str, at: int, signed: str) -> dict[str, str]:
    return {"webhook-id": event_id, "webhook-timestamp": str(at), "webhook-signature": signed}


def _saying(answers: Sequence[int]) -> Luck:
    return lambda _, before: answers[before]


def outcomes(one: Shop) -> list[Outcome]:
    """What became of each message."""
    return [heard.outcome for heard in one.heard]


def test_an_event_is_taken_once_and_its_repeat_is_thanked_for() -> None:
    """By its id, however often it comes."""
    backend = shop(OLD)
    assert [backend.hear(*message("evt_1", OLD)) for _ in range(2)] == [TAKEN, TAKEN]
    assert outcomes(backend) == [Outcome.TAKEN, Outcome.REPEAT]
    assert backend.taken == {"evt_1": {"id": "evt_1"}}


def test_whoever_knows_one_of_two_secrets_believes() -> None:
    """While a secret is replaced, the one that knows the old and the one that knows the new."""
    both = message("evt_1", NEW, OLD)
    assert [shop(each).hear(*both) for each in (OLD, NEW)] == [TAKEN, TAKEN]
    assert shop(OLD, NEW).hear(*message("evt_1", NEW)) == TAKEN


def test_what_is_not_ours_is_refused_and_not_kept() -> None:
    """Signed by another, too long ago, for another body or another id, or not at all."""
    backend = shop(OLD)
    headers, body = message("evt_1", OLD)
    at = int(headers["webhook-timestamp"])
    named = _headers("evt_2", at, signature(OLD, "evt_2", at, body))
    for told in (
        message("evt_1", OTHER),
        message("evt_1", OLD, age=600),
        (headers, body + b" "),
        (named, body),
        ({}, body),
    ):
        assert backend.hear(*told) == UNSIGNED
    assert set(outcomes(backend)) == {Outcome.UNSIGNED}
    assert backend.taken == {}


def test_a_busy_backend_has_nothing_and_a_broken_one_has_it() -> None:
    """Refused, it comes again as news; failed after it was kept, as a repeat."""
    for first, then in ((BUSY, Outcome.TAKEN), (BROKEN, Outcome.REPEAT)):
        answers = [first, TAKEN]
        backend = shop(OLD, luck=_saying(answers))
        assert [backend.hear(*message("evt_1", OLD)) for _ in range(2)] == answers
        assert outcomes(backend)[1] is then
        assert list(backend.taken) == ["evt_1"]


def test_luck_is_the_same_each_time_and_lasts_for_one_message() -> None:
    """Of many events some are refused and some fail; what comes again is taken."""
    ids = [f"evt_{number}" for number in range(200)]
    first = [sometimes(each, 0) for each in ids]
    assert {*first} == {TAKEN, BUSY, BROKEN}
    assert first == [sometimes(each, 0) for each in ids]
    assert {sometimes(each, 1) for each in ids} == {TAKEN}


def test_a_secret_is_written_as_the_library_reads_it() -> None:
    """`whsec_` and Base64 of the 32 bytes."""
    assert base64.b64decode(secret_text(OLD).removeprefix("whsec_")) == OLD
