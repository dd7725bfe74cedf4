"""Where the emulator's functions differ from AWS."""

import pulumi
import pulumi_aws as aws
import pytest

from local.emulator.emulator import Emulator
from tests._aws import make, role

pytestmark = pytest.mark.emulator


def test_gap_a_version_is_not_asked_for_its_concurrency(emulator: Emulator) -> None:
    """On AWS a reserved concurrency of zero stops every version; here the function alone.

    So no test can switch off what an alias stands for.
    """
    name, _ = make(
        emulator,
        aws.lambda_.Function,
        name="off",
        role=role(emulator, "off-role"),
        runtime="python3.13",
        handler="main.handler",
        code=pulumi.AssetArchive({"main.py": pulumi.StringAsset("def handler(*_): pass")}),
    )
    client = emulator.client("lambda")
    version = client.publish_version(FunctionName=name)["Version"]
    client.put_function_concurrency(FunctionName=name, ReservedConcurrentExecutions=0)
    with pytest.raises(client.exceptions.TooManyRequestsException):
        client.invoke(FunctionName=name)
    assert client.invoke(FunctionName=name, Qualifier=version)["StatusCode"] == 200
