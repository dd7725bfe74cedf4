"""Aliases and permissions in the emulator."""

import json
from collections.abc import Callable

import pulumi_aws as aws
import pytest

from local.emulator.emulator import Emulator
from local.resources import Made
from tests.local.resources._life import Life

pytestmark = pytest.mark.emulator


def test_an_alias_a_permission_and_a_mapping(
    function: Callable[..., Made], make: Callable[..., Made], emulator: Emulator
) -> None:
    """The alias names the version, the permission is on it, the mapping has its limits."""
    name, outputs = function("mapped", publish=True, environment={"variables": {"A": "a"}})
    _, alias = make(
        aws.lambda_.Alias, name="live", functionName=name, functionVersion=outputs["version"]
    )
    make(
        aws.lambda_.Permission,
        statementId="gateway",
        function=name,
        qualifier="live",
        action="lambda:InvokeFunction",
        principal="apigateway.amazonaws.com",
        sourceArn="arn:aws:execute-api:eu-central-1:111122223333:api/*",
    )
    _, queue = make(aws.sqs.Queue, name="mapped")
    uuid, _ = make(
        aws.lambda_.EventSourceMapping,
        eventSourceArn=queue["arn"],
        functionName=alias["arn"],
        batchSize=10,
        maximumBatchingWindowInSeconds=0,
        functionResponseTypes=["ReportBatchItemFailures"],
        scalingConfig={"maximumConcurrency": 5},
    )
    client = emulator.client("lambda")
    policy = json.loads(client.get_policy(FunctionName=name, Qualifier="live")["Policy"])
    mapping = client.get_event_source_mapping(UUID=uuid)
    assert alias["invokeArn"].endswith(f"functions/{outputs['arn']}:live/invocations")
    assert [one["Sid"] for one in policy["Statement"]] == ["gateway"]
    assert mapping["FunctionArn"] == alias["arn"]
    assert mapping["FunctionResponseTypes"] == ["ReportBatchItemFailures"]
    assert mapping["ScalingConfig"] == {"MaximumConcurrency": 5}


def test_an_alias_from_beginning_to_end(function: Callable[..., Made], emulator: Emulator) -> None:
    """An alias moves to another version in place, tells it, and goes."""
    client = emulator.client("lambda")
    name, _ = function("aliased", publish=True)
    client.update_function_configuration(FunctionName=name, MemorySize=512)
    client.publish_version(FunctionName=name)
    inputs = {"name": "live", "functionName": name, "functionVersion": "1", "description": "d"}
    life = Life(emulator, aws.lambda_.Alias, inputs)
    life.becomes(functionVersion="2", description=None)
    alias = {"FunctionName": name, "Name": "live"}
    life.drifts(lambda: client.update_alias(**alias, FunctionVersion="1"), "functionVersion")
    assert client.get_alias(**alias)["Description"] == ""
    life.ends()
    life.vanishes(lambda: client.delete_function(FunctionName=name))
    life.ends()


@pytest.mark.parametrize("qualifier", [None, "live"])
def test_a_permission_from_beginning_to_end(
    qualifier: str | None,
    function: Callable[..., Made],
    make: Callable[..., Made],
    emulator: Emulator,
) -> None:
    """A statement is told as declared, on a function or an alias, and goes alone."""
    client = emulator.client("lambda")
    name, outputs = function(f"permitted-{qualifier}", publish=True)
    version = outputs["version"]
    make(aws.lambda_.Alias, name="live", functionName=name, functionVersion=version)
    common = {"function": name, "action": "lambda:InvokeFunction"}
    inputs = {
        **common,
        "principal": "apigateway.amazonaws.com",
        "sourceAccount": emulator.account_id,
        "sourceArn": "arn:aws:execute-api:eu-central-1:111122223333:api/*",
    } | ({"qualifier": qualifier} if qualifier else {})
    other = Life(emulator, aws.lambda_.Permission, {**common, "principal": emulator.account_id})
    Life(emulator, aws.lambda_.Permission, inputs).ends()
    life = Life(emulator, aws.lambda_.Permission, inputs)
    where = {"FunctionName": name} | ({"Qualifier": qualifier} if qualifier else {})
    remove = client.remove_permission
    life.vanishes(lambda: remove(**where, StatementId=life.physical))
    life.ends()
    assert other.found() == other.state
