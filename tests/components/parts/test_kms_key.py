"""Keys: one way to make them, whatever they encrypt."""

import pulumi_aws as aws

from tests.fakes.recorder import program


def test_every_key_can_be_taken_back_and_goes_by_its_alias() -> None:
    """Thirty days before a deletion, and one alias in the stack's own names."""
    keys, aliases = program().of(aws.kms.Key), program().of(aws.kms.Alias)
    assert {each.inputs["deletionWindowInDays"] for each in keys} == {30}
    assert {each.name for each in aliases} == {f"{each.name}-alias" for each in keys}
    told = {each.name: each.inputs["description"].partition(":")[0] for each in keys}
    assert {each.name.removesuffix("-alias"): each.inputs["name"] for each in aliases} == {
        name: f"alias/{physical}" for name, physical in told.items()
    }
    assert len(set(told.values())) == len(keys)
