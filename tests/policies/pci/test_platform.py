"""Guards of the pack itself: types, ignored changes, provider, protection, secrets, unknowns."""

import json
from contextvars import copy_context
from typing import Any

import pytest

from policies.pci import RULES, platform
from policies.pci.framework import tokens
from policies.pci.framework.tokens import (
    API_STAGE,
    BUCKET_POLICY,
    FUNCTION,
    KEY,
    QUEUE,
    SECRET_VERSION,
    TABLE,
)
from policies.pci.rules.queues import SQS_CMK_ENCRYPTION
from policies.pci.rules.stored_secrets import SECRET_NOT_IN_PROGRAM
from policy_proof.resources import UNKNOWN, resource
from tests.policies.case import blamed, joined, said
from tests.policies.schema import PLACES

PROVIDER = {"region": "eu-central-1", "allowedAccountIds": '["111122223333"]'}
KEY_TEXT = joined("sk", "_live_", "a1b2c3d4e5f6")


@pytest.mark.parametrize(
    ("kind", "allowed"),
    [
        (QUEUE, True),
        ("tillstack:index:Keys", True),
        ("pulumi:pulumi:Stack", True),
        ("aws:cloudformation/stack:Stack", False),
        ("aws-native:sqs:Queue", False),
        ("pulumi-python:dynamic:Resource", False),
        ("aws:sqs/queue:QueueV2", False),
    ],
)
def test_a_type_that_nobody_thought_about_is_refused(kind: str, allowed: bool) -> None:  # noqa: FBT001 - a parameter
    """The same thing by another type would pass every other rule."""
    assert (blamed(platform.TYPES, resource(kind, {})) == []) is allowed
    assert blamed(platform.TYPES, resource(kind, {}), config={"allowedTypes": [kind]}) == []


IGNORED = platform.ignored({QUEUE: ["kmsMasterKeyId", "tags.owner", "rules[].name"]})


@pytest.mark.parametrize(
    ("path", "refused"),
    [
        ("kmsMasterKeyId", True),
        ("*", True),
        ("tags", True),
        ("tags.owner", True),
        ("rules[0].name", True),
        ("rules", True),
        ("rules[0].name.first", True),
        ("delaySeconds", False),
        ("tags.other", False),
        ("kmsMasterKeyIdOther", False),
    ],
)
def test_no_watched_property_is_ignored(path: str, refused: bool) -> None:  # noqa: FBT001 - a parameter
    """The property itself, what it is in, what is in it, and everything at once."""
    ((_, _, message),) = said(IGNORED, resource(QUEUE, {}, ignore_changes=[path]))
    assert ("a rule watches it" in message) is refused


@pytest.mark.parametrize("write", ["{}", '["{}"]', "['{}']", "{}.inner", "{}[0].inner", '{}["a"]'])
def test_no_property_of_any_type_is_ignored(write: str) -> None:
    """From the provider's schema, whatever a rule watches; but what others change in service."""
    rule = platform.ignored({})
    passed = {
        name
        for kind, name in PLACES
        if not blamed(rule, resource(kind, {}, ignore_changes=[write.format(name)]))
    }
    assert passed == platform.MAY_BE_IGNORED & {name for _, name in PLACES}


def test_how_many_copies_run_is_changed_in_service() -> None:
    """Amazon ECS, "Service auto scaling": the desired count is the scaler's, not the program's."""
    service = resource("aws:ecs/service:Service", {}, ignore_changes=["desiredCount"])
    assert blamed(IGNORED, service) == []


def test_what_was_reviewed_may_be_ignored() -> None:
    """By its type and exact path; a watched property may not."""
    one = resource(QUEUE, {}, ignore_changes=["delaySeconds"])
    assert blamed(IGNORED, one) == ["it"]
    assert blamed(IGNORED, one, config={"mayIgnore": {QUEUE: ["delaySeconds"]}}) == []
    assert blamed(IGNORED, one, config={"mayIgnore": {TABLE: ["delaySeconds"]}}) == ["it"]
    key = resource(QUEUE, {}, ignore_changes=["kmsMasterKeyId"])
    assert blamed(IGNORED, key, config={"mayIgnore": {QUEUE: ["kmsMasterKeyId"]}}) == ["it"]


@pytest.mark.parametrize(
    ("changed", "wrong"),
    [
        ({}, False),
        ({"allowedAccountIds": ["111122223333"]}, False),
        ({"allowedAccountIds": "[111122223333]"}, False),
        ({"allowedAccountIds": "111122223333"}, True),
        ({"skipCredentialsValidation": "false"}, False),
        ({"region": ""}, True),
        ({"allowedAccountIds": "[]"}, True),
        ({"allowedAccountIds": None}, True),
        ({"endpoints": '[{"sqs": "https://example.com"}]'}, True),
        ({"skipCredentialsValidation": True}, True),
        ({"insecure": "true"}, True),
    ],
)
def test_the_provider_is_pinned(changed: dict[str, Any], wrong: bool) -> None:  # noqa: FBT001 - a parameter
    """Region and account are said, and no call is led elsewhere."""
    provider = {**PROVIDER, **changed}
    assert bool(blamed(platform.PROVIDER, resource(QUEUE, {}), provider=provider)) is wrong
    assert blamed(platform.PROVIDER, resource("tillstack:index:X", {}), provider={}) == []


def test_what_cant_be_had_again_is_protected() -> None:
    """Tables, keys and the like; a queue can be made anew."""
    assert blamed(platform.PROTECTED, resource(TABLE, {})) == ["it"]
    assert blamed(platform.PROTECTED, resource(TABLE, {}, protect=True)) == []
    assert blamed(platform.PROTECTED, resource(QUEUE, {})) == []


def test_a_secret_in_a_property_is_found_and_not_repeated() -> None:
    """By its path; the message has no part of it."""
    function = resource(FUNCTION, {"environment": {"variables": {"KEY": KEY_TEXT}}})
    ((_, name, message),) = said(platform.PLAINTEXT, function)
    assert name == "it"
    assert message.startswith("environment.variables.KEY holds a key or token.")
    assert KEY_TEXT not in message
    assert blamed(platform.PLAINTEXT, resource(QUEUE, {"name": KEY_TEXT})) == ["it"]


def test_a_secret_may_be_handed_over_write_only() -> None:
    """`secretStringWo` reaches no state; `secretString` does."""
    assert blamed(platform.PLAINTEXT, resource(SECRET_VERSION, {"secretStringWo": KEY_TEXT})) == []


def test_a_secret_is_told_once() -> None:
    """Where it stands, not also around it; and a secret's own value by the rule that is for it.

    Pulumi's guide to ECS has containers in a text of JSON; `secretString` is in Secrets Manager
    already, so the advice to put it there can't be followed.
    """
    pairs = [{"name": "KEY", "value": KEY_TEXT}]
    task = resource("aws:ecs/taskDefinition:TaskDefinition",
                    {"containerDefinitions": json.dumps([{"environment": pairs}])})  # fmt: skip
    ((_, _, message),) = said(platform.PLAINTEXT, task)
    assert message.startswith("containerDefinitions[0].environment[0].value holds a key or token.")
    both = resource(SECRET_VERSION, {"secretString": json.dumps({"password": KEY_TEXT})})
    found = said([platform.PLAINTEXT, SECRET_NOT_IN_PROGRAM], both)
    assert [rule for rule, _, _ in found] == ["secret-value-not-in-program"]


def test_nobody_is_asked_to_write_a_secret_out() -> None:
    """An unknown one is judged all the same: it must not be there."""
    version = resource(SECRET_VERSION, {"secretString": UNKNOWN})
    rules = [SECRET_NOT_IN_PROGRAM, platform.unresolved([SECRET_NOT_IN_PROGRAM])]
    ((rule, _, _),) = said(rules, version)
    assert rule == "secret-value-not-in-program"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("aws:s3/bucketVersioningV2:BucketVersioningV2", tokens.BUCKET_VERSIONING),
        ("aws:s3/bucketLoggingV2:BucketLoggingV2", tokens.BUCKET_LOGGING),
        ("aws:rds/cluster:Cluster", None),
    ],
)
def test_a_type_under_its_old_name_is_told_its_new_one(old: str, new: str | None) -> None:
    """pulumi-aws 7: "Version 7.x Upgrade Guide": the V2 of S3's resources are the plain ones."""
    ((_, _, message),) = said(platform.TYPES, resource(old, {}))
    assert (f"It is the old name of {new}: use that." in message) is (new is not None)
    assert ("review it" in message) is (new is None)


def test_a_random_word_in_an_environment_is_suspect() -> None:
    """Where people put secrets, shape is enough; elsewhere it is an id."""
    word = joined("hG7xQ2vLp9", "ZrT4mKc8Wd", "Yn5Bj3Fs6A", "uE1oXq0VtN")
    assert blamed(platform.PLAINTEXT, resource(API_STAGE, {"variables": {"a": word}})) == ["it"]
    assert blamed(platform.PLAINTEXT, resource(QUEUE, {"name": word})) == []


def test_an_unknown_fails_closed() -> None:
    """Without a producer of this stack on its edge a watched value must be known."""
    rule = platform.unresolved([SQS_CMK_ENCRYPTION])
    key, other = resource(KEY, {}, "key"), resource(TABLE, {}, "table")
    unknown = {"kmsMasterKeyId": UNKNOWN}
    edges = {"kmsMasterKeyId": [key]}
    assert blamed(rule, resource(QUEUE, unknown), key) == ["it"]
    assert blamed(rule, resource(QUEUE, unknown, made_of={"kmsMasterKeyId": [other]}), other) == [
        "it"
    ]
    assert blamed(rule, resource(QUEUE, unknown, made_of=edges), key) == []
    assert blamed(rule, resource(QUEUE, {"kmsMasterKeyId": "x"}), key) == []


def test_one_unknown_is_one_finding() -> None:
    """However many rules wait for it, and however far inside it they look."""
    rule = platform.unresolved(RULES)
    for kind, inputs, waiting in (
        (BUCKET_POLICY, {"policy": UNKNOWN}, ("s3-policy-scoped", "s3-tls-only")),
        (TABLE, {"globalSecondaryIndexes": UNKNOWN}, ("dynamodb-no-pan-attributes",)),
    ):
        ((_, _, message),) = said(rule, resource(kind, inputs))
        assert all(message.count(name) == 1 for name in waiting)


def test_every_rule_watches_something_or_reads_everything() -> None:
    """Else an unknown value would pass it in silence."""
    unwatched = {rule.name for rule in RULES if not rule.watched}
    # The second asks whether a value is there, which an unknown one is as well.
    assert unwatched <= {"required-tags", "secret-value-not-in-program"}


def test_the_settings_reach_the_rules() -> None:
    """A stack that may be lost needs no protection."""
    found = said(
        platform.PROTECTED, resource(TABLE, {}), settings={"tillstack:retention": "dispose"}
    )
    assert found == []
    assert copy_context().run(blamed, platform.PROTECTED, resource(TABLE, {})) == ["it"]
