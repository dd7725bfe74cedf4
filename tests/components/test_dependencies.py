"""The layer under the functions."""

import pulumi
import pulumi_aws as aws
import pytest

from tests.fakes.recorder import program, record_program
from tests.test_main import ELSEWHERE

LIVE = {**ELSEWHERE, "pspKey": "sk_live_elsewhere"}


def test_the_layer_is_for_the_functions_python_and_processor() -> None:
    """Packages that were built for another runtime would not import."""
    layer = program().named("dependencies-layer").inputs
    assert layer["layerName"] == "tillstack-local-dependencies"
    assert isinstance(layer["code"], pulumi.FileArchive)
    for function in program().of(aws.lambda_.Function):
        assert layer["compatibleRuntimes"] == [function.inputs["runtime"]]
        assert layer["compatibleArchitectures"] == function.inputs["architectures"]


@pytest.mark.parametrize(("stack", "config"), [("dev", ELSEWHERE), ("prod", LIVE)])
def test_every_function_of_a_real_stack_stands_on_the_layer(
    stack: str, config: dict[str, str]
) -> None:
    """Where nobody says otherwise, each function has the layer, and no other."""
    recording = record_program(stack, config)
    layer = recording.named("dependencies-layer").outputs["arn"]
    functions = recording.of(aws.lambda_.Function)
    assert [function.inputs["layers"] for function in functions] == [[layer]] * 11


def test_the_local_stack_has_no_layer() -> None:
    """On one machine the functions import the virtual environment's packages."""
    recording = record_program("local", {})
    assert recording.of(aws.lambda_.LayerVersion) == []
    functions = recording.of(aws.lambda_.Function)
    assert [each.name for each in functions if "layers" in each.inputs] == []
