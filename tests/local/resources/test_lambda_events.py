"""Mappings and asynchronous calls in the emulator."""

import functools
from collections.abc import Callable

import pulumi_aws as aws
import pytest

from local.emulator.emulator import Emulator
from local.resources import Made
from tests.local.resources._life import Life

pytestmark = pytest.mark.emulator


def test_an_asynchronous_call_has_its_limits(
    function: Callable[..., Made], make: Callable[..., Made], emulator: Emulator
) -> None:
    """How often and how long an event is tried again is the declared number."""
    name, _ = function("invoked", environment={"variables": {"A": "a"}})
    make(
        aws.lambda_.FunctionEventInvokeConfig,
        functionName=name,
        maximumRetryAttempts=1,
        maximumEventAgeInSeconds=60,
    )
    found = emulator.client("lambda").get_function_event_invoke_config(FunctionName=name)
    assert (found["MaximumRetryAttempts"], found["MaximumEventAgeInSeconds"]) == (1, 60)


def test_a_mapping_from_beginning_to_end(
    function: Callable[..., Made], make: Callable[..., Made], emulator: Emulator
) -> None:
    """A mapping changes in place, tells function, limits, state and tags, and goes."""
    client = emulator.client("lambda")
    name, outputs = function("fed")
    other, others = function("fed-other")
    _, queue = make(aws.sqs.Queue, name="feeds")
    life = Life(
        emulator,
        aws.lambda_.EventSourceMapping,
        {
            "eventSourceArn": queue["arn"],
            "functionName": outputs["arn"],
            "batchSize": 10,
            "maximumBatchingWindowInSeconds": 0,
            "functionResponseTypes": ["ReportBatchItemFailures"],
            "filterCriteria": {"filters": [{"pattern": '{"body":{"v":[1]}}'}]},
            "scalingConfig": {"maximumConcurrency": 5},
            "metricsConfig": {"metrics": ["EventCount"]},
            "tags": {"a": "b"},
        },
        untold=frozenset({"metricsConfig"}),
    )
    life.becomes(batchSize=5, scalingConfig={"maximumConcurrency": 7}, tags={"c": "d"})
    life.becomes(functionName=other, enabled=False, metricsConfig=None)
    life.becomes(functionName=others["arn"], enabled=None)
    uuid = {"UUID": life.physical}
    assert client.get_event_source_mapping(**uuid)["State"] == "Enabled"
    for change, key in (
        ({"BatchSize": 1}, "batchSize"),
        ({"ScalingConfig": {}}, "scalingConfig"),
        ({"FunctionResponseTypes": []}, "functionResponseTypes"),
        ({"FunctionName": name}, "functionName"),
        ({"FilterCriteria": {}}, "filterCriteria"),
    ):
        life.drifts(functools.partial(client.update_event_source_mapping, **uuid, **change), key)
    life.drifts(lambda: client.untag_resource(Resource=life.state["arn"], TagKeys=["c"]), "tags")
    life.becomes(enabled=True)
    life.drifts(lambda: client.update_event_source_mapping(**uuid, Enabled=False), "enabled")
    gone = ("batchSize", "scalingConfig", "functionResponseTypes", "filterCriteria", "tags")
    life.becomes(**dict.fromkeys(gone))
    assert client.get_event_source_mapping(**uuid)["BatchSize"] == 10
    life.ends()


def test_limits_of_asynchronous_calls_from_beginning_to_end(
    function: Callable[..., Made], make: Callable[..., Made], emulator: Emulator
) -> None:
    """Limits change in place, on the function and on its alias, and go."""
    client = emulator.client("lambda")
    name, outputs = function("limited", publish=True)
    version = outputs["version"]
    make(aws.lambda_.Alias, name="live", functionName=name, functionVersion=version)
    _, queue = make(aws.sqs.Queue, name="limited-failures")
    cls = aws.lambda_.FunctionEventInvokeConfig
    inputs = {"functionName": name, "maximumRetryAttempts": 0, "maximumEventAgeInSeconds": 60}
    failures = {"onFailure": {"destination": queue["arn"]}}
    plain = Life(emulator, cls, inputs)
    life = Life(emulator, cls, {**inputs, "qualifier": "live", "destinationConfig": failures})
    life.becomes(maximumRetryAttempts=1)
    where = {"FunctionName": name, "Qualifier": "live"}
    limits = {"MaximumRetryAttempts": 2, "MaximumEventAgeInSeconds": 60}
    life.drifts(
        lambda: client.put_function_event_invoke_config(**where, **limits, DestinationConfig={}),
        "maximumRetryAttempts",
        "destinationConfig",
    )
    life.ends()
    assert plain.found() == plain.state
    plain.ends()
