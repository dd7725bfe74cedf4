"""The layers under the functions."""

import pulumi
import pulumi_aws as aws
import pytest

from tests.fakes.recorder import program, record_program
from tests.test_main import ELSEWHERE

LIVE = {**ELSEWHERE, "pspKey": "sk_live_elsewhere"}


@pytest.mark.parametrize(
    ("name", "physical"), [("layer", "dependencies"), ("mail-layer", "mail-dependencies")]
)
def test_a_layer_is_for_the_functions_python_and_processor(name: str, physical: str) -> None:
    """Packages that were built for another runtime would not import."""
    layer = program().named(f"dependencies-{name}").inputs
    assert layer["layerName"] == f"tillstack-local-{physical}"
    assert isinstance(layer["code"], pulumi.FileArchive)
    for function in program().of(aws.lambda_.Function):
        assert layer["compatibleRuntimes"] == [function.inputs["runtime"]]
        assert layer["compatibleArchitectures"] == function.inputs["architectures"]


@pytest.mark.parametrize(("stack", "config"), [("dev", ELSEWHERE), ("prod", LIVE)])
def test_every_function_of_a_real_stack_stands_on_the_layer(
    stack: str, config: dict[str, str]
) -> None:
    """Where nobody says otherwise, each function has the layer, and the notifier one besides."""
    recording = record_program(stack, config)
    layer = recording.named("dependencies-layer").outputs["arn"]
    mail = recording.named("dependencies-mail-layer").outputs["arn"]
    functions = {each.inputs["handler"]: each for each in recording.of(aws.lambda_.Function)}
    notifier = functions.pop("runtime.handlers.notify_customer.handler")
    assert notifier.inputs["layers"] == [layer, mail]
    assert [function.inputs["layers"] for function in functions.values()] == [[layer]] * 14


def test_the_local_stack_has_no_layer() -> None:
    """On one machine the functions import the virtual environment's packages."""
    recording = record_program("local", {})
    assert recording.of(aws.lambda_.LayerVersion) == []
    functions = recording.of(aws.lambda_.Function)
    assert [each.name for each in functions if "layers" in each.inputs] == []
