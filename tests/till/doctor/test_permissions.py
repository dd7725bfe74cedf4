"""The check of what the deploying role may do.

The emulator simulates a role's real policies, and knows no context; so conditions, denials by an
organization and batches that AWS refuses are answered by botocore's output shape, in the words of
the IAM API's page on SimulatePrincipalPolicy.
"""

import json
from collections.abc import Mapping
from typing import Any

import pytest

from local.emulator.emulator import Emulator
from tests._aws import document
from tests.fakes.doctor import ACCOUNT, REGION, case, function, refusal
from tests.till.doctor.simulation import allows, documents, simulated
from till.doctor._permissions import permissions
from till.doctor.case import Caller, PlannedResource
from till.doctor.finding import NotKnownError, Status
from till.permissions.documents import PARTS, pages

EVERYTHING = tuple(PlannedResource(kind, {}) for table in PARTS.values() for kind in table)
ALLOWED = {"EvalDecision": "allowed"}


@pytest.mark.parametrize(
    ("region", "partition"), [(REGION, "aws"), ("us-gov-west-1", "aws-us-gov")]
)
def test_a_role_with_the_documents_is_ready(region: str, partition: str) -> None:
    """Every request that is simulated is one that docs/deploy/ allows, conditions included."""
    policies = documents(partition=partition, region=region)

    def judge(action: str, resource: str, context: Mapping[str, str]) -> Mapping[str, str]:
        assert "*" not in resource or resource == "*"
        assert "<" not in resource
        assert context["aws:RequestedRegion"] == region
        fits = any(allows(each, action, resource, context) for each in policies)
        return {"EvalDecision": "allowed" if fits else "implicitDeny"}

    one = case(declared=EVERYTHING, clients=simulated(judge), region=region)
    finding = permissions(one)
    assert (finding.status, finding.details) == (Status.READY, ())


@pytest.mark.parametrize("name", ["audit", "buckets", "data", "edge", "functions", "network"])
def test_each_document_is_asked_for(name: str) -> None:
    """A role without one of them is not ready, and is told which to attach."""
    lacking = {
        action
        for statement in json.loads(pages()[f"{name}.json"])["Statement"]
        for action in statement["Action"]
    }
    unique = {
        action
        for action in lacking
        if sum(action in text for text in pages().values()) == 1 and not action.startswith("kms:")
    }
    assert unique

    def judge(action: str, *_: Any) -> Mapping[str, str]:
        return {"EvalDecision": "implicitDeny" if action in unique else "allowed"}

    finding = permissions(case(declared=EVERYTHING, clients=simulated(judge)))
    assert finding.status is Status.NOT_READY
    assert f"docs/deploy/{name}.json" in finding.next
    assert {line.partition(" ")[0] for line in finding.details} == unique


def test_the_state_s_document_is_asked_for() -> None:
    """Buckets are made by other documents too, but the state's own is this one's."""
    denied: set[str] = set()

    def judge(action: str, resource: str, *_: Any) -> Mapping[str, str]:
        if "example-tillstack-state" not in resource:
            return ALLOWED
        denied.add(action)
        return {"EvalDecision": "implicitDeny"}

    finding = permissions(case(declared=EVERYTHING, clients=simulated(judge)))
    assert finding.status is Status.NOT_READY
    assert "docs/deploy/state.json" in finding.next
    assert {line.partition(" ")[0] for line in finding.details} == denied
    assert len(denied) == 5


@pytest.mark.parametrize("backend", ["https://api.pulumi.com", "file:///state"])
def test_only_what_the_stack_makes_is_asked_for(backend: str) -> None:
    """A stack without a queue needs no permission for queues, nor a state elsewhere one for S3."""
    asked: set[str] = set()

    def judge(action: str, *_: Any) -> Mapping[str, str]:
        asked.add(action)
        return ALLOWED

    permissions(case(declared=(function("x", 1),), backend=backend, clients=simulated(judge)))
    assert {each.partition(":")[0] for each in asked} == {"iam", "kms", "lambda"}


def test_the_program_s_own_names_are_asked_for() -> None:
    """So that a role that is allowed just these is ready as well."""
    seen: set[str] = set()

    def judge(action: str, resource: str, _: Any) -> Mapping[str, str]:
        if action == "lambda:CreateFunction":
            seen.add(resource)
        return ALLOWED

    permissions(case(declared=(function("receive", 1),), clients=simulated(judge)))
    assert seen == {f"arn:aws:lambda:{REGION}:{ACCOUNT}:function:tillstack-dev-receive"}


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"EvalDecision": "explicitDeny"}, Status.NOT_READY),
        (
            {**ALLOWED, "OrganizationsDecisionDetail": {"AllowedByOrganizations": False}},
            Status.NOT_READY,
        ),
        (
            {**ALLOWED, "OrganizationsDecisionDetail": {"AllowedByOrganizations": True}},
            Status.READY,
        ),
        (
            {"EvalDecision": "implicitDeny", "MissingContextValues": ["aws:SourceVpce"]},
            Status.NOT_KNOWN,
        ),
    ],
    ids=["denied", "organization forbids", "organization allows", "depends"],
)
def test_what_aws_says_of_one_action_is_told(fields: Mapping[str, Any], status: Status) -> None:
    """A denial by anybody is one; what depends on the real request is not known."""

    def judge(action: str, *_: Any) -> Mapping[str, Any]:
        return fields if action == "lambda:CreateFunction" else ALLOWED

    finding = permissions(case(declared=(function("x", 1),), clients=simulated(judge)))
    assert finding.status is status
    assert ("lambda:CreateFunction" in finding.what) == (status is not Status.READY)


def test_many_denials_are_told_in_short_and_whole() -> None:
    """The table names the first few, and the details are all of them."""
    finding = permissions(
        case(clients=simulated(lambda *_: {"EvalDecision": "implicitDeny"}), declared=EVERYTHING)
    )
    assert finding.what.count(":") < 20
    assert " more" in finding.what
    assert len(finding.details) > 200


def test_a_batch_that_aws_refuses_is_asked_in_parts() -> None:
    """Actions that "require different authorization information" end up apart, none forgotten."""
    answered: list[str] = []

    def judge(action: str, *_: Any) -> Mapping[str, str]:
        answered.append(action)
        return ALLOWED

    whole = simulated(judge)
    permissions(case(declared=EVERYTHING, clients=whole))
    expected = sorted(answered)
    answered.clear()
    iam = whole("iam")

    def refuse(params: Any, **_: Any) -> None:
        if len(params["ActionNames"]) > 2:
            raise refusal("InvalidInput", "SimulatePrincipalPolicy", "different authorization")

    iam.meta.events.register("before-parameter-build.iam.SimulatePrincipalPolicy", refuse)
    assert permissions(case(declared=EVERYTHING, clients=whole)).status is Status.READY
    assert sorted(answered) == expected


def test_a_single_action_that_aws_refuses_is_no_permission() -> None:
    """Then the refusal is the table's to tell."""
    clients = simulated(lambda *_: ALLOWED)

    def refuse(**_: Any) -> None:
        raise refusal("InvalidInput", "SimulatePrincipalPolicy")

    clients("iam").meta.events.register(
        "before-parameter-build.iam.SimulatePrincipalPolicy", refuse
    )
    with pytest.raises(Exception, match="InvalidInput"):
        permissions(case(clients=clients))


def test_an_answer_that_lacks_an_action_is_not_known() -> None:
    """What AWS does not speak of is not known."""

    def judge(action: str, *_: Any) -> Mapping[str, str]:
        return {} if action == "lambda:CreateFunction" else ALLOWED

    finding = permissions(case(declared=(function("x", 1),), clients=simulated(judge)))
    assert finding.status is Status.NOT_KNOWN
    assert "lambda:CreateFunction" in finding.what


def test_a_root_user_is_not_known() -> None:
    """Nobody simulates it."""
    root = Caller(ACCOUNT, f"arn:aws:iam::{ACCOUNT}:root")
    with pytest.raises(NotKnownError):
        permissions(case(caller=root))


@pytest.mark.emulator
def test_a_role_is_judged_by_its_own_policies(emulator: Emulator) -> None:
    """Allowed everything: ready. Without one action that has no condition: it is named."""
    iam = emulator.client("iam")
    trust = json.dumps({"Version": "2012-10-17", "Statement": []})
    iam.create_role(RoleName="deployer", AssumeRolePolicyDocument=trust)
    session = Caller(ACCOUNT, f"arn:aws:sts::{ACCOUNT}:assumed-role/deployer/jane")

    def found(*statements: dict[str, Any]) -> Any:
        iam.put_role_policy(
            RoleName="deployer", PolicyName="p", PolicyDocument=document(*statements)
        )
        return permissions(case(caller=session, declared=EVERYTHING, clients=emulator.client))

    everything = {"Action": "*", "Resource": "*"}
    assert found(everything).status is Status.READY
    less = found(everything, {"Effect": "Deny", "Action": "sqs:CreateQueue"})
    assert less.status is Status.NOT_READY
    assert {line.partition(" ")[0] for line in less.details} == {"sqs:CreateQueue"}
    assert "docs/deploy/data.json" in less.next
