"""Things and what their own policies say, wherever that is written."""

import json
from typing import Any

import pytest
from pulumi_policy import StackValidationArgs, StackValidationPolicy

from local.policy_check.analyzer import Analyzer, Declared
from policies.pci.framework.guarded import BESIDE, OWN, Guarded, arns, guarded
from policies.pci.framework.resource import Stack
from policies.pci.framework.tokens import (
    BUCKET,
    KEY,
    KEY_GRANT,
    MAIL_IDENTITY,
    QUEUE,
    QUEUE_POLICY,
    SECRET,
    TABLE,
    TABLE_RESOURCE_POLICY,
)
from policy_proof.resources import UNKNOWN, resource

DOCUMENT = json.dumps(
    {"Statement": {"Effect": "Deny", "Principal": "*", "Action": "sqs:*", "Resource": "*"}}
)


def seen(*resources: Declared) -> list[Guarded]:
    """What a stack of these has."""
    found: list[Guarded] = []

    def keep(args: StackValidationArgs, _report: Any) -> None:
        found.extend(guarded(Stack(args), *OWN))

    Analyzer([StackValidationPolicy("it", "Keeps.", keep)], {}).stack(resources)
    return found


def test_a_policy_stands_on_the_thing_or_beside_it() -> None:
    """Both count, each by its own place."""
    queue = resource(QUEUE, {"name": "jobs", "policy": DOCUMENT}, "jobs")
    beside = resource(QUEUE_POLICY, {"queueUrl": "https://sqs/1/jobs", "policy": DOCUMENT}, "b")
    (found,) = seen(queue, beside)
    places = [each.at for each in found.statements]
    assert places == ["jobs, policy, Statement[0]", "b, policy, Statement[0]"]
    assert not found.decides


@pytest.mark.parametrize("kind", BESIDE)
def test_each_kind_of_policy_finds_its_thing(kind: str) -> None:
    """By what the thing gives it, before it has a name."""
    prop, kinds = BESIDE[kind]
    for each in kinds:
        thing = resource(each, {}, "thing")
        beside = resource(
            kind, {prop: UNKNOWN, "policy": DOCUMENT}, "beside", made_of={prop: [thing]}
        )
        (found,) = seen(thing, beside)
        assert [one.at for one in found.statements] == ["beside, policy, Statement[0]"]
        assert each in OWN


def test_a_grant_on_a_key_is_a_statement_of_it() -> None:
    """A key with anything to say decides before IAM."""
    key = resource(KEY, {"policy": DOCUMENT}, "key")
    grant = resource(
        KEY_GRANT,
        {"keyId": UNKNOWN, "granteePrincipal": "arn:x", "operations": ["Decrypt"]},
        "grant",
        made_of={"keyId": [key]},
    )
    (found,) = seen(key, grant)
    assert found.decides
    assert found.statements[-1].at == "grant, operations"
    assert found.statements[-1].statement.touches("kms:decrypt")


def test_an_unknown_document_is_named() -> None:
    """The others are read."""
    table = resource(TABLE, {"name": "jobs"}, "jobs")
    unread = resource(
        TABLE_RESOURCE_POLICY,
        {"resourceArn": UNKNOWN, "policy": UNKNOWN},
        "unread",
        made_of={"resourceArn": [table]},
    )
    (found,) = seen(table, unread)
    assert (found.unknown, found.statements) == ("policy", ())


@pytest.mark.parametrize(
    ("thing", "patterns"),
    [
        (resource(QUEUE, {"name": "jobs"}), ("arn:*:sqs:*:*:jobs",)),
        (resource(QUEUE, {"name": "jobs", "arn": "arn:x:jobs"}), ("arn:x:jobs",)),
        (resource(QUEUE, {"name": UNKNOWN}), ()),
        (resource(BUCKET, {"bucket": "b"}), ("arn:*:s3:::b", "arn:*:s3:::b/*")),
        (
            resource(TABLE, {"name": "t"}),
            ("arn:*:dynamodb:*:*:table/t", "arn:*:dynamodb:*:*:table/t/*"),
        ),
        (resource(SECRET, {"name": "s"}), ("arn:*:secretsmanager:*:*:secret:s-??????",)),
        (
            resource(MAIL_IDENTITY, {"emailIdentity": "example.com"}),
            ("arn:*:ses:*:*:identity/example.com", "arn:*:ses:*:*:identity/*@example.com"),
        ),
        (resource(KEY, {}), ()),
    ],
)
def test_an_arn_is_made_of_a_name(thing: Declared, patterns: tuple[str, ...]) -> None:
    """Before a thing exists its name says enough; a key has none."""
    (found,) = seen(thing)
    assert found.arns == patterns == arns(found.thing)
