"""Who may do what: the rule's words and settings, our own stack, and other programs' work."""

from collections.abc import Mapping
from dataclasses import replace
from fnmatch import fnmatchcase
from functools import cache

import jsonschema
import pytest

from local.policy_check.analyzer import Analyzer, Declared
from policies.pci.framework.exemptions import Exemptions
from policies.pci.framework.judge import Judge
from policies.pci.framework.tokens import (
    KEY,
    MAIL_IDENTITY,
    ROLE_POLICY,
    SECRET,
    TABLE,
    TABLE_RESOURCE_POLICY,
)
from policies.pci.rules._questions import DATA, Question, actions
from policies.pci.rules.iam_effects import IAM_EFFECTS
from policies.pci.rules.rights import CONTROL, about_anything
from policy_proof.resources import TODAY, UNKNOWN, resource
from policy_proof.stacks import ours, with_fleet
from tests.policies.case import blamed, said
from tests.policies.grants import (
    DISABLE,
    ELSEWHERE,
    HERE,
    KEY_ARN,
    PINNED,
    ROLE,
    SPELLINGS,
    TABLE_ARN,
    Statement,
    allow,
    beside_the_role,
    deny,
    document,
    inline,
    thing_of,
)


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
    grant = inline(allow(action, on=thing_of(action)))
    assert blamed(IAM_EFFECTS, ROLE, grant, config={"holders": {key: ["worker"]}}) == []
    assert blamed(IAM_EFFECTS, ROLE, grant, config={"holders": {key: ["other"]}}) == ["worker"]
    assert blamed(IAM_EFFECTS, ROLE, grant, config={"holders": {"x": ["worker"]}}) == ["worker"]


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


def test_a_key_that_only_a_service_may_use_opens_nothing() -> None:
    """What is sealed in the program itself is opened by calling the key directly."""
    key = resource(KEY, {"arn": KEY_ARN}, "key")
    sealed = {"things": {"customer": ["key"], "payment-method": ["key"]}}
    service = {"StringEquals": {"kms:ViaService": "dynamodb.eu-central-1.amazonaws.com"}}
    other = {"StringEquals": {"kms:EncryptionContext:purpose": "archive"}}
    may_be = {"StringEquals": {"aws:PrincipalTag/team": "payments"}}
    for condition, found in ((service, []), (other, []), (may_be, ["worker"]), ({}, ["worker"])):
        grant = inline(allow("kms:Decrypt", on=KEY_ARN, Condition=condition))
        assert blamed(IAM_EFFECTS, ROLE, grant, key, config=sealed) == found


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
        return urn.replace(":PackagedFunction", ":Unheard").replace(":WorkerRole", ":Unheard")

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
    found = said(IAM_EFFECTS, *map(_elsewhere, with_fleet()), provider=PINNED)
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
        alike = [each for each in ours("prod") if each.type == kind]
        (thing,) = (each for each in alike if fnmatchcase(each.name, name))
        for spelling in _SPELT:
            role = f"{question.key}, {spelling}"
            allows = SPELLINGS[spelling](actions(question)[0])
            statement = {"Effect": "Allow", "Resource": _arn(thing), **allows}
            extra += beside_the_role(role, document(statement))
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


@pytest.mark.parametrize("key", ["holders", "things"])
def test_a_misspelt_question_is_refused(key: str) -> None:
    """The engine checks a configuration by its schema; a name of none would have no effect."""
    (policy,) = Judge(Exemptions([]), TODAY).policies([IAM_EFFECTS])
    assert policy.config_schema
    schema = policy.config_schema.properties[key]
    jsonschema.validate({"ledger": ["a"]}, schema)
    for wrong in ({"ledgers": ["a"]}, {"ledger": "a"}):
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate(wrong, schema)


def test_an_unknown_document_hides_no_known_one() -> None:
    """The known right is reported; with nothing but unknowns there is no verdict yet."""
    unread = resource(ROLE_POLICY, {"role": "worker", "policy": UNKNOWN}, "unread")
    assert blamed(IAM_EFFECTS, ROLE, unread, inline(DISABLE)) == ["worker"]
    assert blamed(IAM_EFFECTS, ROLE, unread) == []
    judge = Judge(Exemptions([]), TODAY)
    Analyzer(judge.policies([IAM_EFFECTS])).judge([ROLE, unread])
    assert [each.path for each in judge.undecided] == ["policy"]
