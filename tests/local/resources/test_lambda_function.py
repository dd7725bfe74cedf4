"""Functions in the emulator."""

import functools
import json
from collections.abc import Callable

import pulumi
import pulumi_aws as aws
import pytest

from local.emulator.emulator import Emulator
from local.resources import Made, ResourceError
from local.resources.code import zipped
from tests.local.resources._life import Life
from tests.local.resources.conftest import COMMON

pytestmark = pytest.mark.emulator


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


def code(answer: str) -> pulumi.AssetArchive:
    """A function that always answers the same."""
    return pulumi.AssetArchive(
        {"main.py": pulumi.StringAsset(f"def handler(e, c): return {answer!r}")}
    )


def test_layers_are_not_used(function: Callable[..., Made], emulator: Emulator) -> None:
    """Workers import what the virtual environment has, so a layer is left out."""
    name, _ = function("layered", layers=["arn:aws:lambda:eu-central-1:111122223333:layer:x:1"])
    config = emulator.client("lambda").get_function_configuration(FunctionName=name)
    assert config.get("Layers", []) == []


def test_a_function_from_beginning_to_end(
    role_arn: Callable[[str], str], emulator: Emulator
) -> None:
    """A function's settings change in place, all are told, and drift is mended."""
    client = emulator.client("lambda")
    life = Life(
        emulator,
        aws.lambda_.Function,
        {
            **COMMON,
            "name": "life",
            "role": role_arn("life-function"),
            "architectures": ["arm64"],
            "description": "d",
            "environment": {"variables": {"A": "a", "B": "b"}},
            "layers": ["arn:aws:lambda:eu-central-1:111122223333:layer:x:1"],
            "loggingConfig": {"logFormat": "JSON", "logGroup": "/life"},
            "memorySize": 256,
            "reservedConcurrentExecutions": 3,
            "tags": {"a": "b"},
            "timeout": 5,
            "tracingConfig": {"mode": "Active"},
        },
        untold=frozenset({"code", "layers"}),
    )
    life.becomes(memorySize=512, environment={"variables": {"A": "other"}}, timeout=6)
    life.becomes(architectures=["x86_64"], reservedConcurrentExecutions=0, tags={"c": "d"})
    name = {"FunctionName": "life"}
    for change, keys in (
        ({"MemorySize": 1024}, ["memorySize"]),
        ({"Environment": {"Variables": {"A": "other", "X": "x"}}}, ["environment"]),
        ({"TracingConfig": {"Mode": "PassThrough"}}, ["tracingConfig"]),
    ):
        by_hand = functools.partial(client.update_function_configuration, **name, **change)
        life.drifts(by_hand, *keys, "lastModified")
    life.drifts(
        lambda: client.put_function_concurrency(**name, ReservedConcurrentExecutions=9),
        "reservedConcurrentExecutions",
    )
    life.drifts(lambda: client.untag_resource(Resource=life.state["arn"], TagKeys=["c"]), "tags")
    zipped_code = zipped(code("by hand"))
    life.drifts(
        lambda: client.update_function_code(**name, ZipFile=zipped_code),
        "codeSha256",
        "lastModified",
    )
    settings = ("description", "environment", "memorySize", "timeout", "tracingConfig")
    life.becomes(reservedConcurrentExecutions=None, tags=None, **dict.fromkeys(settings))
    config = client.get_function_configuration(**name)
    assert (config["MemorySize"], config["Timeout"], config["Description"]) == (128, 3, "")
    assert client.get_function_concurrency(**name).get("ReservedConcurrentExecutions") is None
    life.ends()


def test_new_code_is_a_new_version(role_arn: Callable[[str], str], emulator: Emulator) -> None:
    """Code and settings each publish a version with its ARNs; a tag or nothing publishes none."""
    client = emulator.client("lambda")
    life = Life(
        emulator,
        aws.lambda_.Function,
        {
            **COMMON,
            "name": "versions",
            "role": role_arn("versions-function"),
            "code": code("one"),
            "publish": True,
            "snapStart": {"applyOn": "PublishedVersions"},
        },
        untold=frozenset({"code", "publish"}),
    )

    def answers() -> object:
        answer = client.invoke(FunctionName=life.state["qualifiedArn"])
        return json.loads(answer["Payload"].read())

    assert (life.state["version"], answers()) == ("1", "one")
    life.becomes(code=code("two"))
    assert (life.state["version"], answers()) == ("2", "two")
    assert life.state["qualifiedArn"] == f"{life.state['arn']}:2"
    assert life.state["qualifiedInvokeArn"].endswith(f"{life.state['arn']}:2/invocations")
    life.becomes(memorySize=512)
    assert life.state["version"] == "3"
    life.becomes(tags={"a": "b"})
    life.becomes(code=code("two"))
    assert life.state["version"] == "3"
    life.ends()
