"""What roles gain and lose."""

import json
from typing import Any

import pytest

from tests.fakes.recorder import program
from tests.till.engine_events import HIDDEN, step, summary, text
from till.preview._iam_delta import ATTACHMENT, ROLE, ROLE_POLICY, Delta, Permission, delta
from till.preview.events import UNKNOWN, read_preview


def test_the_types_are_the_programs() -> None:
    """A wrong token would read nothing and say that nothing changed."""
    assert {each.type for each in program().resources} >= {ROLE, ROLE_POLICY, ATTACHMENT}


def found(*events: Any) -> Delta:
    """The delta of these steps."""
    return delta(read_preview(text([*events, summary()])).steps)


def policy(actions: Any, resources: Any = "arn:table", **more: Any) -> dict[str, Any]:
    """The inputs of a role's policy."""
    statement = {"Effect": "Allow", "Action": actions, "Resource": resources, **more}
    return {"role": "processor", "policy": json.dumps({"Statement": [statement]})}


def test_an_update_tells_the_difference_only() -> None:
    """Actions that stay are not told, whatever their order and form."""
    change = found(
        step(
            "update",
            ROLE_POLICY,
            "p",
            policy(["dynamodb:GetItem", "dynamodb:Query"]),
            policy(["dynamodb:PutItem", "dynamodb:GetItem"], ["arn:table"]),
        )
    )
    assert [each.action for each in change.gained] == ["dynamodb:PutItem"]
    assert [each.action for each in change.lost] == ["dynamodb:Query"]


def test_a_permission_that_moves_between_policies_is_no_change() -> None:
    """What a role may do counts, not which policy says so."""
    change = found(
        step("delete", ROLE_POLICY, "old", policy("sqs:SendMessage")),
        step("create", ROLE_POLICY, "new", None, policy("sqs:SendMessage")),
    )
    assert change == Delta((), (), ())


def test_a_condition_that_goes_is_a_gain() -> None:
    """The same action without its condition is another permission."""
    when = {"StringEquals": {"kms:ViaService": "sqs"}}
    change = found(
        step(
            "update",
            ROLE_POLICY,
            "p",
            policy("kms:Decrypt", Condition=when),
            policy("kms:Decrypt"),
        )
    )
    assert change.gained == (Permission("processor", "Allow", "kms:Decrypt", "arn:table", ""),)
    assert json.loads(change.lost[0].condition) == when


def test_everything_but_is_told_as_such() -> None:
    """`NotAction` and `NotResource` are not taken for what they exclude."""
    statement = {"Effect": "Allow", "NotAction": "iam:*", "NotResource": ["arn:a"]}
    inputs = {"role": "processor", "policy": json.dumps({"Statement": statement})}
    (gained,) = found(step("create", ROLE_POLICY, "p", None, inputs)).gained
    assert (gained.action, gained.resource) == (
        'everything but "iam:*"',
        'everything but ["arn:a"]',
    )


def test_who_may_become_a_role_is_part_of_it() -> None:
    """A new principal in a trust policy is a gain."""
    trust = {"Effect": "Allow", "Principal": {"AWS": "*"}, "Action": "sts:AssumeRole"}
    inputs = {"name": "processor", "assumeRolePolicy": json.dumps({"Statement": [trust]})}
    (gained,) = found(step("create", ROLE, "r", None, inputs)).gained
    assert gained.action == 'sts:AssumeRole by {"AWS": "*"}'


def test_an_attached_policy_is_a_gain() -> None:
    """A managed policy is told by its ARN: what is in it stands elsewhere."""
    inputs = {"role": "processor", "policyArn": "arn:aws:iam::aws:policy/AdministratorAccess"}
    (gained,) = found(step("create", ATTACHMENT, "a", None, inputs)).gained
    assert gained.resource == "arn:aws:iam::aws:policy/AdministratorAccess"


@pytest.mark.parametrize("value", [UNKNOWN, HIDDEN, f"a{UNKNOWN}", "no json", "{}"])
def test_what_cannot_be_read_is_named(value: Any) -> None:
    """A policy that is secret or not known yet is never passed over in silence."""
    change = found(step("create", ROLE_POLICY, "p", None, {"role": "r", "policy": value}))
    assert change == Delta((), (), ("p",))


def test_a_role_that_is_not_known_yet_is_named_by_its_policy() -> None:
    """The engine's sign for an unknown value is nobody's name."""
    inputs = {**policy("a:Get"), "role": UNKNOWN}
    (gained,) = found(step("create", ROLE_POLICY, "p", None, inputs)).gained
    assert gained.role == "the role of p"
