"""The vectors: what each is, and that they are the same whenever they are made."""

import json

from docs_gen.webhook_vectors import NOW, TOLERANCE, vectors
from docs_gen.webhooks import DOCS


def test_the_kept_vectors_are_those_of_their_time() -> None:
    """No key, id or time is drawn: a reader's copy stays right."""
    kept = json.loads((DOCS / "webhooks" / "vectors.json").read_text())
    assert kept == vectors(NOW) == vectors()
    assert (kept["now"], kept["tolerance"]) == (NOW, TOLERANCE)


def test_there_are_right_and_wrong_ones_by_two_secrets() -> None:
    """Each has a name of its own, and each of the secrets accepts and refuses."""
    cases = vectors()["cases"]
    names = [case["name"] for case in cases]
    assert len(set(names)) == len(names)
    verdicts = {(case["secret"], case["valid"]) for case in cases}
    assert len(verdicts) == 4
    assert len({case["secret"] for case in cases}) == 2


def test_a_right_one_is_of_every_step_of_a_payment() -> None:
    """And its body says what its headers say."""
    right = [case for case in vectors()["cases"] if case["valid"]]
    for case in right:
        assert json.loads(case["body"])["id"] == case["headers"]["webhook-id"]
        assert abs(int(case["headers"]["webhook-timestamp"]) - NOW) <= TOLERANCE
    assert {json.loads(case["body"])["type"] for case in right} == {
        "payment.accepted",
        "payment.processing",
        "payment.succeeded",
        "payment.notification_undeliverable",
    }
