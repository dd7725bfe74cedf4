"""What is seen of what an identity can do: every way to grant a right, and to take it away."""

from collections.abc import Iterator
from typing import Any

import pytest

from local.policy_check.analyzer import Declared
from policies.pci.framework.tokens import (
    BUCKET,
    BUCKET_POLICY,
    IAM_POLICY,
    IAM_ROLE,
    KEY,
    KEY_GRANT,
    QUEUE,
    QUEUE_POLICY,
    TABLE,
    TABLE_RESOURCE_POLICY,
    TOPIC,
    TOPIC_POLICY,
)
from policies.pci.rules.iam_effects import IAM_EFFECTS
from policies.pci.rules.rights import CONTROL, about_anything
from policy_proof.resources import UNKNOWN, resource
from tests.policies.case import blamed, but
from tests.policies.grants import (
    ACCOUNT,
    DISABLE,
    ELSEWHERE,
    HERE,
    KEY_ARN,
    PINNED,
    ROLE,
    SPELLINGS,
    TABLE_ARN,
    WAYS,
    Statement,
    allow,
    deny,
    document,
    inline,
    thing_of,
)


def _cases(which: int, of: int) -> Iterator[str]:
    """Of each question the first action, and of all the others every so many."""
    every = list(about_anything())
    for question in CONTROL:
        yield next(each for each in every if about_anything()[each] is question)
    yield from every[which::of]


_COMBINED = [(way, spelling) for way in WAYS for spelling in SPELLINGS]


@pytest.mark.parametrize(("way", "spelling"), _COMBINED)
def test_every_right_that_undoes_is_seen(way: str, spelling: str) -> None:
    """All of the table's actions, spread over every way to grant and every way to write."""
    stack: list[Declared] = []
    every = dict.fromkeys(_cases(_COMBINED.index((way, spelling)), len(_COMBINED)))
    for action in every:
        statement = {"Effect": "Allow", "Resource": thing_of(action), **SPELLINGS[spelling](action)}
        stack += WAYS[way](action.replace(":", "-"), document(statement))
    assert blamed(IAM_EFFECTS, *stack) == sorted(each.replace(":", "-") for each in every)


# -- what takes a right away ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("denial", "works"),
    [
        (deny("kms:*"), True),
        (deny("kms:Disable*", on=KEY_ARN), True),
        (deny("KMS:disablekey", on=f"arn:aws:kms:{HERE}:key/*"), True),
        ({"Effect": "Deny", "NotAction": "sqs:*", "Resource": "*"}, True),
        ({"Effect": "Deny", "Action": "kms:*", "NotResource": TABLE_ARN}, True),
        (deny("kms:*", on=KEY_ARN.replace("1234", "4321")), False),
        (deny("kms:ScheduleKeyDeletion"), False),
        (deny("kms:*", Condition={"Bool": {"aws:SecureTransport": "false"}}), False),
        (deny("kms:*", Condition={"StringEquals": {"aws:PrincipalAccount": ACCOUNT}}), True),
        (deny("kms:*", on=f"arn:aws:kms:{HERE}:key/${{aws:username}}"), False),
    ],
)
def test_a_denial_takes_it_away(denial: Statement, works: bool) -> None:  # noqa: FBT001 - a parameter
    """If it covers the action and the thing, whatever else is so."""
    stack = (ROLE, inline(DISABLE), inline(denial, name="denial"))
    assert blamed(IAM_EFFECTS, *stack, provider=PINNED) == ([] if works else ["worker"])


def test_a_boundary_takes_it_away() -> None:
    """One of this stack; nobody knows what one of another says."""
    arn = f"arn:aws:iam::{ACCOUNT}:policy/cap"
    bounded = but(ROLE, permissionsBoundary=arn)
    for cap, found in ((allow("sqs:*"), []), (allow("kms:*"), ["worker"])):
        policy = resource(IAM_POLICY, {"name": "cap", "policy": document(cap), "arn": arn}, "cap")
        assert blamed(IAM_EFFECTS, bounded, policy, inline(DISABLE)) == found
    assert blamed(IAM_EFFECTS, bounded, inline(DISABLE)) == ["worker"]


def test_a_key_that_does_not_leave_it_to_iam_takes_it_away() -> None:
    """Unless it names the role itself."""
    root = allow("kms:*", Principal={"AWS": f"arn:aws:iam::{ACCOUNT}:root"})
    other = allow("kms:Decrypt", Principal={"AWS": ELSEWHERE})
    for statement, found in ((root, ["worker"]), (other, [])):
        key = resource(KEY, {"policy": document(statement), "arn": KEY_ARN}, "key")
        assert blamed(IAM_EFFECTS, ROLE, inline(DISABLE), key, provider=PINNED) == found


def test_what_can_not_be_about_it_gives_nothing() -> None:
    """A right on something that the action is never about."""
    assert blamed(IAM_EFFECTS, ROLE, inline(allow("kms:DisableKey", on=TABLE_ARN))) == []


# -- what a thing's own policy opens ----------------------------------------------------------

MINE = {"AWS": f"arn:aws:iam::{ACCOUNT}:role/worker"}
OTHERS = {"AWS": ELSEWHERE}
FOR_AWS = {"kms:GrantIsForAWSResource": "true"}
GUARDED = {
    BUCKET: (
        resource(BUCKET, {"bucket": "shop"}, "thing"),
        BUCKET_POLICY,
        "bucket",
        allow("s3:PutBucketPolicy", on="arn:aws:s3:::shop"),
    ),
    QUEUE: (
        resource(QUEUE, {"name": "jobs"}, "thing"),
        QUEUE_POLICY,
        "queueUrl",
        allow("sqs:SetQueueAttributes", on=f"arn:aws:sqs:{HERE}:jobs"),
    ),
    TABLE: (
        resource(TABLE, {"name": "jobs"}, "thing"),
        TABLE_RESOURCE_POLICY,
        "resourceArn",
        allow("dynamodb:DeleteTable", on=TABLE_ARN),
    ),
    TOPIC: (
        resource(TOPIC, {"name": "news"}, "thing"),
        TOPIC_POLICY,
        "arn",
        allow("sns:Set*", on=f"arn:aws:sns:{HERE}:news"),
    ),
}


def opened(kind: str, principal: Any) -> list[Declared]:
    """A thing whose policy lets somebody do something to it."""
    thing, guard, prop, statement = GUARDED[kind]
    text = document({**statement, "Principal": principal})
    beside = resource(guard, {prop: UNKNOWN, "policy": text}, "guard", made_of={prop: [thing]})
    return [ROLE, thing, beside]


@pytest.mark.parametrize("kind", GUARDED)
def test_what_a_thing_opens_by_itself_is_seen(kind: str) -> None:
    """To a role of the stack it is the role's; to somebody else it is the thing's."""
    assert "worker" in blamed(IAM_EFFECTS, *opened(kind, MINE))
    assert blamed(IAM_EFFECTS, *opened(kind, OTHERS)) == ["thing"]
    assert blamed(IAM_EFFECTS, *opened(kind, {"AWS": ACCOUNT}), provider=PINNED) == []
    holders = {"protection": [ELSEWHERE]}
    assert blamed(IAM_EFFECTS, *opened(kind, OTHERS), config={"holders": holders}) == []


@pytest.mark.parametrize("kind", GUARDED)
def test_a_policy_of_a_thing_of_another_stack_counts(kind: str) -> None:
    """Nobody else judges whom it lets in."""
    _, _, guard = opened(kind, OTHERS)
    prop = GUARDED[kind][2]
    assert blamed(IAM_EFFECTS, but(guard, **{prop: "of-another-stack"})) == ["guard"]
    accounts = but(opened(kind, {"AWS": ACCOUNT})[2], **{prop: "of-another-stack"})
    assert blamed(IAM_EFFECTS, accounts) == []


def test_a_grant_on_a_key_counts() -> None:
    """It opens what the key seals, without a document."""
    key = resource(KEY, {"arn": KEY_ARN}, "key")
    grant = resource(
        KEY_GRANT,
        {"keyId": UNKNOWN, "granteePrincipal": MINE["AWS"], "operations": ["Decrypt"]},
        "grant",
        made_of={"keyId": [key]},
    )
    sealed = {"things": {"customer": ["key"]}}
    assert blamed(IAM_EFFECTS, ROLE, key, grant, config=sealed) == ["worker"]
    assert blamed(IAM_EFFECTS, ROLE, key, grant) == []


def test_who_manages_a_key_by_its_policy_is_another_rules() -> None:
    """But nobody else may hand its use on."""
    for action, found in (("kms:DisableKey", []), ("kms:CreateGrant", ["key"])):
        text = document(allow(action, Principal=OTHERS))
        assert blamed(IAM_EFFECTS, resource(KEY, {"policy": text}, "key")) == found


def test_auto_scaling_may_hand_a_key_on_to_services() -> None:
    """For disks; nobody but AWS has its role."""
    role, aws = ELSEWHERE.replace(":role/", ":role/aws-service-role/x/"), {"Bool": FOR_AWS}
    for who, condition, found in (([role], aws, []), ([role], {}, 1), ([role, ELSEWHERE], aws, 1)):
        text = document(allow("kms:CreateGrant", Principal={"AWS": who}, Condition=condition))
        assert blamed(IAM_EFFECTS, resource(KEY, {"policy": text}, "key")) == (found and ["key"])


# -- roles of others --------------------------------------------------------------------------


def test_roles_of_others_are_taken_and_passed_by_list_only() -> None:
    """Each by its whole ARN; one of the stack may be passed if it can do no more."""
    for action in ("sts:AssumeRole", "iam:PassRole"):
        grant = inline(allow(action, on=ELSEWHERE))
        assert blamed(IAM_EFFECTS, ROLE, grant) == ["worker"]
        assert blamed(IAM_EFFECTS, ROLE, grant, config={"roles": [ELSEWHERE]}) == []
        wide = inline(allow(action, on=f"{ELSEWHERE}*"))
        assert blamed(IAM_EFFECTS, ROLE, wide, config={"roles": [ELSEWHERE]}) == ["worker"]
    arn = f"arn:aws:iam::{ACCOUNT}:role/task"
    task = resource(IAM_ROLE, {"name": "task", "arn": arn}, "task")
    passes = inline(allow("iam:PassRole", on=arn))
    assert blamed(IAM_EFFECTS, ROLE, task, passes) == []
    more = {"holders": {"code": ["task"]}}
    assert blamed(IAM_EFFECTS, ROLE, task, passes, config=more) == ["worker"]


def test_a_role_of_the_stack_is_taken_by_whom_it_trusts() -> None:
    """A permission alone takes nothing; a name in its trust is enough."""

    def target(**principal: str) -> Declared:
        text = document({"Effect": "Allow", "Principal": principal, "Action": "sts:AssumeRole"})
        arn = f"arn:aws:iam::{ACCOUNT}:role/task"
        return resource(IAM_ROLE, {"name": "task", "arn": arn, "assumeRolePolicy": text}, "task")

    takes = inline(allow("sts:AssumeRole", on=f"arn:aws:iam::{ACCOUNT}:role/task"))
    lambdas, named = target(Service="lambda.amazonaws.com"), target(**MINE)
    assert blamed(IAM_EFFECTS, ROLE, lambdas, takes, provider=PINNED) == []
    assert blamed(IAM_EFFECTS, ROLE, target(AWS=ACCOUNT), takes, provider=PINNED) == ["worker"]
    assert blamed(IAM_EFFECTS, ROLE, named, provider=PINNED) == ["task"]
    may = {"holders": {"roles": ["worker"]}}
    assert blamed(IAM_EFFECTS, ROLE, named, provider=PINNED, config=may) == []


def test_the_use_of_a_key_is_handed_on_for_a_service_only() -> None:
    """A service that encrypts for the caller asks for such a grant."""
    service = {"Bool": {"kms:GrantIsForAWSResource": "true"}}
    for condition, found in ((service, []), ({}, ["worker"])):
        grant = inline(allow("kms:CreateGrant", on=KEY_ARN, Condition=condition))
        assert blamed(IAM_EFFECTS, ROLE, grant) == found
