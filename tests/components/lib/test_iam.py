"""Statements of policy documents."""

import json

from components import StackContext
from components.lib.iam import (
    allow,
    allow_service,
    deny_insecure,
    document,
    from_account,
    from_source,
    trust,
    via,
)
from tests._policies import allows, service_allowed

PLACE = StackContext("tillstack", "dev", "444455556666", "eu-west-1", "payments", 400)
QUEUE = "arn:aws:sqs:eu-west-1:444455556666:q"


def test_a_document_is_of_the_current_language() -> None:
    """Without a version IAM reads a document by the rules of 2008."""
    assert json.loads(document(allow(["sqs:SendMessage"], [QUEUE])))["Version"] == "2012-10-17"


def test_an_allowance_is_for_these_actions_on_these_resources() -> None:
    """Nothing beside the named actions and resources is allowed."""
    policy = [allow(["sqs:SendMessage"], [QUEUE])]
    assert allows(policy, "sqs:SendMessage", QUEUE, {})
    assert not allows(policy, "sqs:DeleteMessage", QUEUE, {})
    assert not allows(policy, "sqs:SendMessage", f"{QUEUE}2", {})


def test_a_key_is_used_through_one_service_only() -> None:
    """A role that calls KMS itself is refused."""
    policy = [allow(["kms:Decrypt"], ["key"], via(PLACE, "sqs"))]
    through = {"kms:ViaService": "sqs.eu-west-1.amazonaws.com"}
    assert allows(policy, "kms:Decrypt", "key", through)
    assert not allows(policy, "kms:Decrypt", "key", {})


def test_a_service_acts_for_our_account_only() -> None:
    """A service that acts for somebody else's resource is refused (confused deputy)."""
    when = from_account(PLACE, "arn:aws:cloudwatch:eu-west-1:444455556666:alarm:tillstack-*")
    policy = document(allow_service("cloudwatch.amazonaws.com", ["sns:Publish"], "t", when))
    ours = {
        "aws:SourceAccount": "444455556666",
        "aws:SourceArn": "arn:aws:cloudwatch:eu-west-1:444455556666:alarm:tillstack-dev-x",
    }
    allowed = ("cloudwatch.amazonaws.com", "sns:Publish", "t")
    assert service_allowed(policy, *allowed, ours)
    assert not service_allowed(policy, *allowed, ours | {"aws:SourceAccount": "9"})
    assert not service_allowed(policy, "ses.amazonaws.com", "sns:Publish", "t", ours)


def test_nobody_comes_without_tls() -> None:
    """The denial is for everybody and every action that it names."""
    policy = [allow(["sqs:SendMessage"], [QUEUE]), deny_insecure("sqs:*", QUEUE)]
    assert allows(policy, "sqs:SendMessage", QUEUE, {"aws:SecureTransport": "true"})
    assert not allows(policy, "sqs:SendMessage", QUEUE, {"aws:SecureTransport": "false"})
    assert deny_insecure("sqs:*", QUEUE)["Principal"] == "*"


def test_a_role_is_taken_by_its_service_only() -> None:
    """The trust policy names one service."""
    (statement,) = json.loads(trust("lambda.amazonaws.com"))["Statement"]
    assert statement["Principal"] == {"Service": "lambda.amazonaws.com"}
    assert statement["Action"] == "sts:AssumeRole"


def test_a_service_that_names_its_resource_alone_acts_for_that_one() -> None:
    """The ARN holds the account, so no other account's resource can be meant."""
    topic = "arn:aws:sns:eu-west-1:444455556666:events"
    policy = document(
        allow_service("sns.amazonaws.com", ["sqs:SendMessage"], QUEUE, from_source(topic))
    )
    for source, allowed in ((topic, True), (topic.replace("444455556666", "9"), False)):
        context = {"aws:SourceArn": source}
        found = service_allowed(policy, "sns.amazonaws.com", "sqs:SendMessage", QUEUE, context)
        assert found is allowed
