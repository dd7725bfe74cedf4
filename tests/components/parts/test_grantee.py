"""Whoever is granted something."""

import json

import pulumi_aws as aws

from tests.components.networked import fleeted

SAME = ("open-payment-method", "process-payment", "read-psp-key", "send-notifications")


def test_a_grant_is_a_policy_of_the_one_role_under_its_own_name() -> None:
    """For a function and for workers alike: one grant, one document."""
    found = {each.name: each.inputs for each in fleeted().of(aws.iam.RolePolicy)}
    for what in SAME:
        function = found[f"processor-process-payment-{what}"]
        worker = found[f"workers-role-{what}"]
        assert function["name"] == worker["name"] == what
        assert (function["role"], worker["role"]) == (
            "tillstack-prod-process-payment",
            "tillstack-prod-workers",
        )
        assert json.loads(function["policy"]) == json.loads(worker["policy"])
