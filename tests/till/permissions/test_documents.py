"""The deploying role's permissions are those of the program's resources."""

import json
import re
from collections.abc import Iterator
from fnmatch import fnmatchcase
from functools import cache

import pytest

from tests.fakes.recorder import ACCOUNT, REGION, Recorded, Recording, record_program
from till.permissions.documents import NEEDS, actions, pages
from till.permissions.needs import TAGGED, TAGGING

EVERYTHING = {
    "aws:allowedAccountIds": json.dumps([ACCOUNT]),
    "pspKey": "sk_live_elsewhere",
    "alarmEmail": "alarms@example.com",
    "alarmPager": "https://events.pagerduty.com/integration/standin/enqueue",
    "alarmChat": '{"workspaceId": "T07EA123LEP", "channelId": "C07EZ1ABC23"}',
    "eventBus": '{"readers": ["444455556666"]}',
    "ownsApiGatewayAccount": "true",
    "fleet": json.dumps({"pspInFlight": 1_000}),
    "domain": json.dumps(
        {
            "name": "pay.example.com",
            "certificateArn": f"arn:aws:acm:{REGION}:{ACCOUNT}:certificate/one",
            "trustStore": "tests/fakes/client-authority.pem",
        }
    ),
}


@cache
def prod() -> Recording:
    """The stack with everything that a stack can have."""
    return record_program("prod", EVERYTHING)


def custom() -> Iterator[Recorded]:
    """The resources that AWS knows."""
    return (each for each in prod().resources if each.custom)


def test_every_type_in_use_has_its_actions_and_no_other_type_has_any() -> None:
    """A new resource type needs a row, and one that goes takes its permissions with it."""
    assert {each.type for each in custom()} == NEEDS.keys()


@pytest.mark.parametrize("name", pages())
def test_a_document_fits_into_a_managed_policy(name: str) -> None:
    """IAM allows 6,144 characters, white space not counted ("IAM and AWS STS quotas")."""
    assert len(re.sub(r"\s", "", pages()[name])) <= 6_144


def test_what_has_a_name_is_within_the_role_s_reach() -> None:
    """Each resource whose ARN is known by its name matches what its type's row allows."""
    filled = {"<partition>": "aws", "<region>": REGION, "<account>": ACCOUNT, "<stack>": "prod"}
    missed = []
    for each in custom():
        # Where `arn` is an input, it is another resource's.
        arn = None if "arn" in each.inputs else each.outputs.get("arn")
        everywhere = [pattern for need in NEEDS[each.type] for pattern in need.resources]
        # Some types have no action that knows a resource; of the others the name must match.
        patterns = [pattern for pattern in everywhere if pattern != "*"] or ["*"]
        for sign, value in filled.items():
            patterns = [pattern.replace(sign, value) for pattern in patterns]
        if arn and not any(fnmatchcase(arn, one) for one in patterns):
            missed.append((each.type, arn))
    assert missed == []


def test_who_is_found_by_its_tags_has_them() -> None:
    """A permission under the condition of a tag is worth nothing without the tag."""
    tagged = {
        kind for kind, needs in NEEDS.items() if any(need.condition is TAGGING for need in needs)
    }
    of_the_network = {kind for kind in tagged if kind.startswith(("aws:ec2/", "aws:vpc/"))}
    assert tagged - of_the_network == {"aws:cognito/userPool:UserPool", "aws:kms/key:Key"}
    assert len(of_the_network) > 5
    for each in custom():
        if each.type in tagged:
            assert each.inputs["tags"]["project"] == "tillstack"
            assert each.inputs["tags"]["environment"] == "prod"
    assert {key.partition("/")[2] for key in TAGGED["StringEquals"]} == {"project", "environment"}


def test_no_permission_is_a_wildcard_of_actions() -> None:
    """Every action is spelled out."""
    spelled = [action for needs in NEEDS.values() for need in needs for action in actions(need)]
    assert spelled
    assert [action for action in spelled if not re.fullmatch(r"[a-z0-9-]+:[A-Za-z]+", action)] == []


def test_a_role_is_passed_to_the_services_of_the_program_only() -> None:
    """`iam:PassRole` names the service, so that no role of ours opens another one."""
    passing = [
        need for needs in NEEDS.values() for need in needs if "iam:PassRole" in actions(need)
    ]
    assert {json.dumps(need.condition) for need in passing} == {
        json.dumps({"StringEquals": {"iam:PassedToService": f"{service}.amazonaws.com"}})
        for service in ("lambda", "apigateway", "vpc-flow-logs", "cloudtrail", "chatbot", "ec2")
    }
