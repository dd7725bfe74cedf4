"""With and without an engine a resource comes out the same."""

from collections.abc import Mapping
from typing import Any

import pytest

from local.resources import KINDS, RECORDED_ONLY
from local.stack.stack import LocalStack
from tests.engine.deployed_stack import DeployedStack

pytestmark = pytest.mark.engine

Outputs = Mapping[tuple[str, str], Mapping[str, Any]]

FIXED = ("name", "handler", "memorySize", "timeout", "tags", "visibilityTimeoutSeconds")
# AWS names this group after the API's id.
EXECUTION_LOGS = ("aws:cloudwatch/logGroup:LogGroup", "gateway-execution-logs")


def with_engine(deployed: DeployedStack) -> Outputs:
    """The outputs in the engine's state, by type and name."""
    return {
        (one["type"], one["urn"].rpartition("::")[2]): one["outputs"]
        for one in deployed.workspace.resources
        if one["type"] in KINDS or one["type"] in RECORDED_ONLY
    }


def without_engine(stack: LocalStack) -> Outputs:
    """The outputs of the run in this process, by type and name."""
    return {
        (one.type, one.name): one.outputs
        for one in stack.deployment.resources
        if one.type in KINDS or one.type in RECORDED_ONLY
    }


def present(outputs: Mapping[str, Any]) -> set[str]:
    """The names of the outputs that have a value."""
    return {key for key, value in outputs.items() if value is not None and key != "id"}


def test_every_resource_has_the_same_outputs(
    deployed: DeployedStack, telling_stack: LocalStack
) -> None:
    """Both runs of the stack `local` make the same resources, each with the same outputs."""
    engine, direct = with_engine(deployed), without_engine(telling_stack)
    assert engine.keys() == direct.keys()
    assert len(engine) > 150
    differing = {
        one: (present(engine[one]) ^ present(direct[one]))
        for one in engine
        if present(engine[one]) != present(direct[one])
    }
    assert differing == {}


def test_what_is_fixed_is_equal(deployed: DeployedStack, telling_stack: LocalStack) -> None:
    """Names, numbers and settings that no emulator makes up are the same values in both."""
    engine, direct = with_engine(deployed), without_engine(telling_stack)
    for one in direct.keys() - {EXECUTION_LOGS}:
        for key in FIXED:
            assert engine[one].get(key) == direct[one].get(key), (one, key)


def test_every_resource_has_the_same_urn(
    deployed: DeployedStack, telling_stack: LocalStack
) -> None:
    """So what knows a resource by its URN, a rule or an exemption, is the same in both."""
    engine = {one["urn"] for one in deployed.workspace.resources if one["type"] in KINDS}
    assert engine == {one.urn for one in telling_stack.deployment.resources if one.type in KINDS}
