"""What the callers of a function meet."""

import pulumi
import pulumi_aws as aws
import pytest

from local.emulator.emulator import Emulator
from local.stack.publish import ALIAS, publish
from tests._aws import make, role

pytestmark = pytest.mark.emulator


def test_callers_meet_what_was_configured_last(emulator: Emulator) -> None:
    """The alias stands for the configuration of now, and the version before it stays as it was."""
    name, made = make(
        emulator,
        aws.lambda_.Function,
        name="published",
        role=role(emulator, "published-role"),
        runtime="python3.13",
        handler="main.handler",
        code=pulumi.AssetArchive({"main.py": pulumi.StringAsset("def handler(*_): pass")}),
        memorySize=128,
        publish=True,
    )
    client = emulator.client("lambda")
    client.create_alias(FunctionName=name, Name=ALIAS, FunctionVersion=made["version"])
    client.update_function_configuration(FunctionName=name, MemorySize=512)
    publish(client, name)
    sizes = [
        client.get_function_configuration(FunctionName=name, Qualifier=each)["MemorySize"]
        for each in (ALIAS, made["version"])
    ]
    assert sizes == [512, 128]
