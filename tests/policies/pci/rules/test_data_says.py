"""What data says of itself."""

import json
from collections.abc import Callable
from itertools import product
from typing import Any, Final

import pytest

from local.policy_check.analyzer import Declared
from policies.pci.framework.tokens import (
    API_MODEL,
    BUCKET,
    FUNCTION,
    IAM_ROLE,
    LOG_GROUP,
    QUEUE,
    ROLE_POLICY,
    SECRET,
    TABLE,
    TOPIC,
    TOPIC_SUBSCRIPTION,
    USER_POOL,
)
from policies.pci.rules.data_says import CLASSES_AGREE, NO_CARD_DATA_BY_NAME
from policy_proof.resources import UNKNOWN, resource
from tests.policies.case import blamed

WORDS: Final = (("card", "number"), ("pan",), ("primary", "account", "number"), ("cvv",), ("cvc2",))
"""As PCI DSS's glossary names account data."""
SPELLINGS: Final[dict[str, Callable[[list[str]], str]]] = {
    "snake": "_".join,
    "kebab": "-".join,
    "dots": ".".join,
    "camel": lambda words: words[0] + "".join(each.title() for each in words[1:]),
    "shouting": lambda words: "_".join(words).upper(),
}


@pytest.mark.parametrize(("words", "spelling"), [*product(WORDS, SPELLINGS)], ids=str)
def test_card_data_is_seen_in_every_spelling(words: tuple[str, ...], spelling: str) -> None:
    """In names of what holds data, in tags, in what a pool knows of people and an API takes."""
    name = SPELLINGS[spelling](["shop", *words])
    nested = {"type": "object", "properties": {"card": {"items": [{"properties": {name: {}}}]}}}
    holders: list[tuple[str, dict[str, Any]]] = [
        (TABLE, {"name": name}),
        (BUCKET, {"bucket": name}),
        (QUEUE, {"name": name}),
        (LOG_GROUP, {"name": f"/aws/lambda/{name}"}),
        (SECRET, {"name": name}),
        (TOPIC, {"name": "it", "tags": {"holds": name}}),
        (TABLE, {"name": "it", "tags": {name: "yes"}}),
        (USER_POOL, {"schemas": [{"name": "shop"}, {"name": name}]}),
        (API_MODEL, {"schema": json.dumps(nested)}),
    ]
    for kind, inputs in holders:
        one = resource(kind, inputs)
        assert blamed(NO_CARD_DATA_BY_NAME, one) == ["it"]
        assert blamed(NO_CARD_DATA_BY_NAME, one, config={"allowed": [name]}) == (
            ["it"] if kind == LOG_GROUP else []
        )


@pytest.mark.parametrize(
    "name",
    ["payments", "company", "japan-orders", "spinning", "cards-on-file-tokens", "discardnumbers"],
)
def test_other_words_are_no_card_data(name: str) -> None:
    """A word that only holds one of them means something else."""
    assert blamed(NO_CARD_DATA_BY_NAME, resource(TABLE, {"name": name})) == []
    assert blamed(NO_CARD_DATA_BY_NAME, resource(TABLE, {"name": UNKNOWN})) == []


def tagged(kind: str, name: str, worth: str | None, **more: Any) -> Declared:
    """Something that says what its data is worth."""
    tags = {} if worth is None else {"tags": {"data-classification": worth}}
    prop = "bucket" if kind == BUCKET else "name"
    return resource(kind, {prop: name, **tags, **more}, name)


@pytest.mark.parametrize("kind", [SECRET, USER_POOL])
@pytest.mark.parametrize("worth", ["public", "internal", "confidential", "restricted", None, "odd"])
def test_a_secret_is_no_public_data(kind: str, worth: str | None) -> None:
    """Whatever its tag says; that it says something is asked elsewhere."""
    found = blamed(CLASSES_AGREE, tagged(kind, "it", worth))
    assert found == (["it"] if worth in ("public", "internal") else [])


@pytest.mark.parametrize("attribute", ["email", "customer_email", "sealed", "ibanHash", "phone"])
def test_a_table_of_people_is_confidential(attribute: str) -> None:
    """Its own attributes say so."""
    attributes = [{"name": "id", "type": "S"}, {"name": attribute, "type": "S"}]
    for worth, wrong in (("internal", ["t"]), ("confidential", []), ("restricted", [])):
        assert blamed(CLASSES_AGREE, tagged(TABLE, "t", worth, attributes=attributes)) == wrong
    plain = [{"name": "id", "type": "S"}]
    assert blamed(CLASSES_AGREE, tagged(TABLE, "t", "public", attributes=plain)) == []


def test_dead_letters_are_worth_what_the_letters_are() -> None:
    """And so is what a topic hands on."""
    redrive = json.dumps({"deadLetterTargetArn": "arn:aws:sqs:e:1:dead", "maxReceiveCount": 3})
    jobs = tagged(QUEUE, "jobs", "confidential", redrivePolicy=redrive)
    assert blamed(CLASSES_AGREE, jobs, tagged(QUEUE, "dead", "internal")) == ["dead"]
    assert blamed(CLASSES_AGREE, jobs, tagged(QUEUE, "dead", "restricted")) == []
    topic = tagged(TOPIC, "news", "restricted")
    handed = resource(
        TOPIC_SUBSCRIPTION,
        {"topic": "arn:aws:sns:e:1:news", "protocol": "sqs", "endpoint": "arn:aws:sqs:e:1:jobs"},
        "handed",
    )
    plain = tagged(QUEUE, "jobs", "confidential")
    assert blamed(CLASSES_AGREE, topic, handed, plain) == ["jobs"]
    assert blamed(CLASSES_AGREE, topic, plain) == []


ROLE: Final = resource(IAM_ROLE, {"name": "worker"}, "worker")


def right(action: str, on: str) -> Declared:
    """What the worker may."""
    statement = {"Effect": "Allow", "Action": action, "Resource": on}
    return resource(
        ROLE_POLICY, {"role": "worker", "policy": json.dumps({"Statement": [statement]})}, "right"
    )


@pytest.mark.parametrize(
    ("kind", "action", "on"),
    [
        (BUCKET, "s3:PutObject", "arn:aws:s3:::open/*"),
        (BUCKET, "s3:*", "*"),
        (QUEUE, "sqs:SendMessage", "arn:aws:sqs:eu-central-1:111122223333:open"),
        (TABLE, "dynamodb:Put*", "arn:aws:dynamodb:eu-central-1:111122223333:table/open"),
        (TOPIC, "sns:Publish", "arn:aws:sns:eu-central-1:111122223333:open"),
    ],
)
def test_who_holds_sealed_data_writes_nothing_public(kind: str, action: str, on: str) -> None:
    """By its role's own policies; a reader, and one with nothing to hide, may be there."""
    func = tagged(FUNCTION, "seal", "confidential", role="worker")
    hole = tagged(kind, "open", "public")
    assert blamed(CLASSES_AGREE, hole, func, ROLE, right(action, on)) == ["open"]
    assert blamed(CLASSES_AGREE, hole, func, ROLE, right("s3:GetObject", on)) == []
    assert blamed(CLASSES_AGREE, hole, func, ROLE, right(action, "arn:aws:s3:::other/*")) == []
    assert blamed(CLASSES_AGREE, tagged(kind, "open", "internal"), func, ROLE,
                  right(action, on)) == []  # fmt: skip
    plain = tagged(FUNCTION, "seal", "public", role="worker")
    assert blamed(CLASSES_AGREE, hole, plain, ROLE, right(action, on)) == []
