"""Functions, aliases, permissions and mappings in the emulator."""

import json
from collections.abc import Callable

import pulumi
import pulumi_aws as aws
import pytest

from local.emulator import Emulator
from local.resources import Made, ResourceError

pytestmark = pytest.mark.emulator

CODE = pulumi.AssetArchive(
    {"main.py": pulumi.StringAsset("import os\ndef handler(e, c): return os.environ['A']")}
)
COMMON = {"runtime": "python3.13", "handler": "main.handler", "code": CODE}


@pytest.fixture
def function(make: Callable[..., Made], role_arn: Callable[[str], str]) -> Callable[..., Made]:
    """Makes a function with a role of its own."""

    def made(name: str, **inputs: object) -> Made:
        settings = {**COMMON, "role": role_arn(f"{name}-role"), **inputs}
        return make(aws.lambda_.Function, name=name, **settings)

    return made


def test_a_function_runs_with_its_settings(
    function: Callable[..., Made], emulator: Emulator
) -> None:
    """Everything a component sets on a function is kept, and it runs with its environment."""
    name, outputs = function(
        "kept-function",
        environment={"variables": {"A": "from the environment"}},
        architectures=["arm64"],
        memorySize=512,
        timeout=5,
        publish=True,
        reservedConcurrentExecutions=3,
        snapStart={"applyOn": "PublishedVersions"},
        tracingConfig={"mode": "Active"},
        loggingConfig={"logFormat": "JSON", "logGroup": "/kept"},
        layers=[],
        tags={"a": "b"},
    )
    client = emulator.client("lambda")
    found = client.get_function(FunctionName=name)["Configuration"]
    assert (found["MemorySize"], found["Timeout"], found["Architectures"]) == (512, 5, ["arm64"])
    assert (found["TracingConfig"]["Mode"], found["LoggingConfig"]["LogGroup"]) == (
        "Active",
        "/kept",
    )
    concurrency = client.get_function_concurrency(FunctionName=name)
    assert concurrency["ReservedConcurrentExecutions"] == 3
    assert outputs["version"] == "1"
    assert outputs["qualifiedArn"] == f"{outputs['arn']}:1"
    answer = client.invoke(FunctionName=outputs["qualifiedArn"])
    assert json.loads(answer["Payload"].read()) == "from the environment"


def test_a_function_that_does_not_start_says_why(function: Callable[..., Made]) -> None:
    """A version whose snapshot can't be made stops the deployment with Lambda's reason."""
    code = pulumi.AssetArchive({"main.py": pulumi.StringAsset("import no_such_module")})
    snap = {"applyOn": "PublishedVersions"}
    with pytest.raises(ResourceError, match=r"broken did not start: .*no_such_module"):
        function("broken", publish=True, snapStart=snap, code=code)


def test_layers_are_refused(function: Callable[..., Made]) -> None:
    """A layer would be ignored here, so it is an error and not a silent pass."""
    with pytest.raises(ResourceError, match="layers"):
        function("layered", layers=["arn:aws:lambda:eu-central-1:111122223333:layer:x:1"])


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
