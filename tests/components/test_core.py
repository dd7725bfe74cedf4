"""What a payment stands on, as one value."""

import pulumi_aws as aws

from tests.fakes.recorder import program


def test_whoever_is_given_the_core_takes_less_than_all_of_it() -> None:
    """No role has a grant on everything that the core offers: each grants itself what it needs."""
    granted: dict[str, set[str]] = {}
    for policy in program().of(aws.iam.RolePolicy):
        granted.setdefault(policy.inputs["role"], set()).add(policy.inputs["name"])
    every = set().union(*granted.values())
    offered = {name for name in every if not name.startswith("consume-")}
    assert [role for role, names in granted.items() if names >= offered] == []
