"""What identities can do: each way to grant each right is seen, and daily work is not."""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import cache
from typing import Any

import pytest

from local.policy_check.analyzer import Analyzer, Declared
from policies.pci.framework.actions import forms
from policies.pci.framework.exemptions import Exemptions
from policies.pci.framework.judge import Judge
from policies.pci.framework.tokens import (
    BUCKET,
    BUCKET_POLICY,
    GROUP_POLICY,
    GROUP_POLICY_ATTACHMENT,
    IAM_GROUP,
    IAM_POLICY,
    IAM_ROLE,
    KEY,
    KEY_GRANT,
    MAIL_IDENTITY,
    POLICY_ATTACHMENT,
    QUEUE,
    QUEUE_POLICY,
    ROLE_POLICY,
    ROLE_POLICY_ATTACHMENT,
    SECRET,
    TABLE,
    TABLE_RESOURCE_POLICY,
    TOPIC,
    TOPIC_POLICY,
)
from policies.pci.rules._questions import CONTROL, DATA, Question, about_anything, actions
from policies.pci.rules.iam_effects import IAM_EFFECTS
from policy_proof.resources import TODAY, UNKNOWN, resource
from policy_proof.stacks import ours
from tests.policies.case import blamed, but, said

ACCOUNT = "111122223333"
HERE = f"eu-central-1:{ACCOUNT}"
PINNED = {"allowedAccountIds": json.dumps([ACCOUNT])}
ROLE = resource(IAM_ROLE, {"name": "worker"}, "worker")
TABLE_ARN = f"arn:aws:dynamodb:{HERE}:table/jobs"
ELSEWHERE = "arn:aws:iam::111122223333:role/elsewhere"

Statement = dict[str, Any]


def document(*statements: Statement) -> str:
    """A policy."""
    return json.dumps({"Version": "2012-10-17", "Statement": statements})


def allow(*what: str, on: Any = "*", **more: Any) -> Statement:
    """A statement."""
    return {"Effect": "Allow", "Action": list(what), "Resource": on, **more}


def deny(*what: str, on: Any = "*", **more: Any) -> Statement:
    """Its contrary."""
    return {**allow(*what, on=on, **more), "Effect": "Deny"}


def inline(*statements: Statement, role: str = "worker", name: str = "policy") -> Declared:
    """A policy beside a role."""
    return resource(ROLE_POLICY, {"role": role, "policy": document(*statements)}, name)


# -- every right, every spelling, every way ------------------------------------------------


def _exact(action: str) -> Statement:
    return {"Action": action}


def _all_but(action: str) -> Statement:
    others = {each.partition(":")[0] for each in about_anything()} - {action.partition(":")[0]}
    return {"NotAction": [f"{each}:*" for each in sorted(others)]}


SPELLINGS: Mapping[str, Callable[[str], Statement]] = {
    "by name": _exact,
    "in capitals": lambda action: _exact(action.upper()),
    "by prefix": lambda action: _exact(f"{action[:-2]}*"),
    "by infix": lambda action: _exact(action.replace(":", ":*").replace(action[-4:-1], "*")),
    "letter by letter": lambda action: _exact(f"{action[:-3]}?{action[-2:]}"),
    "by leaving the others out": _all_but,
}


def _role(name: str, **more: Any) -> Declared:
    return resource(IAM_ROLE, {"name": name, **more}, name)


def _policy(name: str, text: str, logical: str = "") -> Declared:
    inputs = {"name": f"of-{name}", "policy": text, "arn": _arn_of(name)}
    return resource(IAM_POLICY, inputs, logical or f"managed-{name}")


def _arn_of(name: str) -> str:
    return f"arn:aws:iam::{ACCOUNT}:policy/of-{name}"


def _on_the_role(name: str, text: str) -> list[Declared]:
    return [_role(name, inlinePolicies=[{"name": "own", "policy": text}])]


def _beside_the_role(name: str, text: str) -> list[Declared]:
    return [_role(name), resource(ROLE_POLICY, {"role": name, "policy": text}, f"beside-{name}")]


def _attached(name: str, text: str) -> list[Declared]:
    policy = _policy(name, text)
    made = {"policyArn": [policy]}
    inputs = {"role": name, "policyArn": UNKNOWN}
    attached = resource(ROLE_POLICY_ATTACHMENT, inputs, f"attached-{name}", made_of=made)
    return [_role(name), policy, attached]


def _attached_to_many(name: str, text: str) -> list[Declared]:
    inputs = {"roles": [name], "policyArn": _arn_of(name)}
    many = resource(POLICY_ATTACHMENT, inputs, f"attached-{name}")
    return [_role(name), _policy(name, text), many]


def _listed(name: str, text: str) -> list[Declared]:
    return [_role(name, managedPolicyArns=[_arn_of(name)]), _policy(name, text)]


def _of_a_group(name: str, text: str) -> list[Declared]:
    group = resource(IAM_GROUP, {"name": name}, name)
    return [group, resource(GROUP_POLICY, {"group": name, "policy": text}, f"of-{name}")]


def _attached_to_a_group(name: str, text: str) -> list[Declared]:
    group = resource(IAM_GROUP, {"name": name}, name)
    inputs = {"group": name, "policyArn": _arn_of(name)}
    attached = resource(GROUP_POLICY_ATTACHMENT, inputs, f"attached-{name}")
    return [group, _policy(name, text), attached]


def _nobodys_yet(name: str, text: str) -> list[Declared]:
    return [_policy(name, text, name)]


WAYS: Mapping[str, Callable[[str, str], list[Declared]]] = {
    "on the role": _on_the_role,
    "beside the role": _beside_the_role,
    "attached": _attached,
    "attached to many": _attached_to_many,
    "listed by the role": _listed,
    "of a group": _of_a_group,
    "attached to a group": _attached_to_a_group,
    "attached to nobody yet": _nobodys_yet,
}


def _thing(action: str) -> str:
    """The ARN of something that an action can be about."""
    shapes = forms(action)
    return shapes[0].replace("*", "x") if shapes else "*"


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
        statement = {"Effect": "Allow", "Resource": _thing(action), **SPELLINGS[spelling](action)}
        stack += WAYS[way](action.replace(":", "-"), document(statement))
    assert blamed(IAM_EFFECTS, *stack) == sorted(each.replace(":", "-") for each in every)


def test_the_right_is_named_with_its_path() -> None:
    """Who, what, by which document and statement, and what to do."""
    work = allow("sqs:SendMessage", on=f"arn:aws:sqs:{HERE}:jobs")
    code = allow("lambda:UpdateFunctionCode", on=f"arn:aws:lambda:{HERE}:function:pay")
    ((_, _, say),) = said(IAM_EFFECTS, ROLE, inline(work, code))
    assert say == (
        "It can change what runs (lambda:UpdateFunctionCode) by policy, policy, Statement[1]: "
        "take it out, or name worker in the rule's holders at code."
    )


@pytest.mark.parametrize("key", [each.key for each in CONTROL])
def test_who_is_named_for_a_right_may_have_it(key: str) -> None:
    """For that one only."""
    action = next(each for each, question in about_anything().items() if question.key == key)
    grant = inline(allow(action, on=_thing(action)))
    assert blamed(IAM_EFFECTS, ROLE, grant, config={"holders": {key: ["worker"]}}) == []
    assert blamed(IAM_EFFECTS, ROLE, grant, config={"holders": {key: ["other"]}}) == ["worker"]
    assert blamed(IAM_EFFECTS, ROLE, grant, config={"holders": {"x": ["worker"]}}) == ["worker"]


# -- what takes a right away ---------------------------------------------------------------

KEY_ARN = f"arn:aws:kms:{HERE}:key/1234"
DISABLE = allow("kms:DisableKey", on=KEY_ARN)


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


# -- data -------------------------------------------------------------------------------------


def table(**tags: str) -> Declared:
    """A table with tags."""
    return resource(TABLE, {"name": "jobs", "arn": TABLE_ARN, "tags": tags}, "jobs")


@pytest.mark.parametrize(
    "action", ["DeleteItem", "BatchWriteItem", "PartiQLDelete", "Delete*", "*WriteItem", "partiql*"]
)
def test_rows_of_confidential_tables_stay(action: str) -> None:
    """Unless the table is tagged as kept for a while, or as holding nothing of the kind."""
    grant = inline(allow(f"dynamodb:{action}", on=f"{TABLE_ARN}*"), allow("sqs:SendMessage"))
    may = {"holders": {"protection": ["worker"]}}

    def seen(**tags: str) -> list[str]:
        return blamed(IAM_EFFECTS, ROLE, grant, table(**tags), config=may)

    assert seen(**{"data-classification": "confidential"}) == ["worker"]
    assert seen(**{"data-classification": "restricted"}) == ["worker"]
    assert seen(**{"data-classification": "internal"}) == []
    assert seen(**{"data-classification": "confidential", "lifetime": "transient"}) == []
    assert seen() == []


def test_a_tables_own_denial_counts() -> None:
    """It keeps the rows whatever roles may."""
    grant = inline(allow("dynamodb:DeleteItem", on=TABLE_ARN))
    mine = table(**{"data-classification": "restricted"})
    for who, found in (("*", []), ({"AWS": ELSEWHERE}, ["worker"])):
        text = document(deny("dynamodb:DeleteItem", on=TABLE_ARN, Principal=who))
        guard = resource(TABLE_RESOURCE_POLICY, {"resourceArn": TABLE_ARN, "policy": text}, "g")
        assert blamed(IAM_EFFECTS, ROLE, grant, mine, guard) == found


def test_what_is_the_ledger_can_be_told() -> None:
    """By its logical name, question by question; nothing is asked of other tables."""
    reads = inline(allow("dynamodb:Query", on=f"{TABLE_ARN}/index/by_day"))
    assert blamed(IAM_EFFECTS, ROLE, reads, table()) == []
    told = {"things": {"ledger": ["jobs"]}}
    assert blamed(IAM_EFFECTS, ROLE, reads, table(), config=told) == ["worker"]
    named = {**told, "holders": {"ledger": ["worker"]}}
    assert blamed(IAM_EFFECTS, ROLE, reads, table(), config=named) == []


ORDINARY = (
    allow("dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:UpdateItem", on=TABLE_ARN),
    allow("sqs:SendMessage", "sqs:DeleteMessage", on=f"arn:aws:sqs:{HERE}:jobs"),
    allow("s3:GetObject", "s3:PutObject", "s3:DeleteObject", on="arn:aws:s3:::shop/*"),
    allow("kms:Decrypt", "kms:GenerateDataKey", on=KEY_ARN),
    allow("lambda:InvokeFunction", on=f"arn:aws:lambda:{HERE}:function:next"),
    allow("secretsmanager:GetSecretValue", on=f"arn:aws:secretsmanager:{HERE}:secret:x-Ab1Cd2"),
    allow("secretsmanager:PutSecretValue", on=f"arn:aws:secretsmanager:{HERE}:secret:x-Ab1Cd2"),
    allow("logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"),
    allow("ec2:CreateNetworkInterface", "ec2:DescribeNetworkInterfaces"),
    allow("cloudwatch:PutMetricData", "xray:PutTraceSegments"),
    allow("ses:SendEmail", on=f"arn:aws:ses:{HERE}:identity/example.com"),
    allow("states:StartExecution", on=f"arn:aws:states:{HERE}:stateMachine:x"),
    allow("s3:Get*", "s3:List*", "dynamodb:Get*", "kms:Describe*", "iam:Get*", "iam:List*"),
)


@pytest.mark.parametrize("work", ORDINARY, ids=lambda each: each["Action"][0])
def test_daily_work_of_other_programs_is_fine(work: Statement) -> None:
    """With no setting at all, on things of the program that nobody tagged."""
    things = (
        resource(TABLE, {"name": "jobs", "arn": TABLE_ARN}, "jobs"),
        resource(SECRET, {"name": "x"}, "secret"),
        resource(KEY, {"arn": KEY_ARN}, "key"),
    )
    assert blamed(IAM_EFFECTS, ROLE, inline(work), *things) == []


# -- our own stack ----------------------------------------------------------------------------


def _elsewhere(one: Declared) -> Declared:
    """The same under a component that the table does not know."""

    def moved(urn: str) -> str:
        return urn.replace("tillstack:index:PackagedFunction", "tillstack:index:Unheard")

    return replace(
        one,
        urn=moved(one.urn),
        parent=moved(one.parent),
        property_dependencies={
            key: tuple(map(moved, urns)) for key, urns in one.property_dependencies.items()
        },
    )


@cache
def all_that_is_held() -> frozenset[tuple[str, str]]:
    """Role of ours and question, wherever a role can what the table leaves to somebody."""
    found = said(IAM_EFFECTS, *map(_elsewhere, ours("prod")), provider=PINNED)
    return frozenset(
        (name, question.key)
        for _, name, say in found
        for question in DATA
        if say.startswith(f"It can {question.say} (")
    )


@pytest.mark.parametrize("question", DATA, ids=lambda each: each.key)
def test_the_table_names_nobody_of_ours_who_can_not(question: Question) -> None:
    """A holder without the right would be a right that nobody reviews when it comes."""
    holds = sorted(name for name, key in all_that_is_held() if key == question.key)
    named = sorted(each.rpartition("*")[2] for each in question.holders)
    assert len(holds) == len(named)
    assert all(any(name.endswith(each) for each in named) for name in holds)


_SPELT = ("by name", "in capitals", "by prefix")


@cache
def of_strangers() -> Mapping[str, str]:
    """Role → what is said of it, where our stack has one more role for each right on our data."""
    extra: list[Declared] = []
    for question in DATA:
        kind, name = question.kinds[0], question.things[0].rpartition("::")[2]
        (thing,) = (each for each in ours("prod") if each.type == kind and name in {each.name, "*"})
        for spelling in _SPELT:
            role = f"{question.key}, {spelling}"
            allows = SPELLINGS[spelling](actions(question)[0])
            statement = {"Effect": "Allow", "Resource": _arn(thing), **allows}
            extra += _beside_the_role(role, document(statement))
    found: dict[str, str] = {}
    for _, name, say in said(IAM_EFFECTS, *ours("prod"), *extra, provider=PINNED):
        found[name] = f"{found.get(name, '')} {say}"
    return found


def _arn(thing: Declared) -> str:
    if thing.type == MAIL_IDENTITY:
        return f"arn:aws:ses:{HERE}:identity/{thing.state.fields['emailIdentity'].string_value}"
    return thing.state.fields["arn"].string_value


@pytest.mark.parametrize("spelling", _SPELT)
@pytest.mark.parametrize("question", DATA, ids=lambda each: each.key)
def test_a_right_on_our_data_is_seen(question: Question, spelling: str) -> None:
    """Of a role of ours that the table does not name for it."""
    assert f"It can {question.say} (" in of_strangers()[f"{question.key}, {spelling}"]


def test_of_our_own_roles_nothing_is_said() -> None:
    """Each does what it is named for."""
    assert {each.partition(",")[0] for each in of_strangers()} == {each.key for each in DATA}


def test_an_unknown_document_hides_no_known_one() -> None:
    """The known right is reported; with nothing but unknowns there is no verdict yet."""
    unread = resource(ROLE_POLICY, {"role": "worker", "policy": UNKNOWN}, "unread")
    assert blamed(IAM_EFFECTS, ROLE, unread, inline(DISABLE)) == ["worker"]
    assert blamed(IAM_EFFECTS, ROLE, unread) == []
    judge = Judge(Exemptions([]), TODAY)
    Analyzer(judge.policies([IAM_EFFECTS])).judge([ROLE, unread])
    assert [each.path for each in judge.undecided] == ["policy"]
