"""Inputs are understood, every one, or refused by name."""

import pytest

from local.emulator.emulator import Emulator
from local.resources import ResourceError, create
from local.resources._base import Inputs, pascal_keys


def test_an_input_nobody_takes_is_an_error() -> None:
    """What is left when a class is done is refused by type and name, without its value."""
    inputs = Inputs("aws:x:X", {"known": 1, "strange": "s3cret"})
    assert inputs.take("known") == 1
    with pytest.raises(ResourceError, match="aws:x:X does not understand the input 'strange'") as e:
        inputs.close()
    assert "s3cret" not in str(e.value)


def test_a_missing_input_is_an_error() -> None:
    """An input that the class needs is named when it is absent."""
    with pytest.raises(ResourceError, match="aws:x:X needs the input 'name'"):
        Inputs("aws:x:X", {"name": None}).need("name")


def test_names_reach_the_api_in_its_own_spelling() -> None:
    """Objects get PascalCase keys all the way down, lists included."""
    assert pascal_keys({"oneKey": [{"innerKey": "keptAsIs"}]}) == {
        "OneKey": [{"InnerKey": "keptAsIs"}]
    }


@pytest.mark.emulator
@pytest.mark.parametrize(
    ("token", "inputs", "says"),
    [
        ("aws:sqs/queue:Queue", {"name": "q1", "namePrefix": "q"}, "'namePrefix'"),
        ("aws:wafv2/webAcl:WebAcl", {"name": "n", "rules": [{"wrong": 1}]}, r"'rules\[0\]\.wrong'"),
        ("aws:sqs/queue:Queue", {"name": "q3", "delaySeconds": "5"}, "a whole number as .*delayS"),
        (
            "aws:iam/rolePolicy:RolePolicy",
            {"name": "p", "role": "nobody", "policy": "{}"},
            "aws:iam/rolePolicy:RolePolicy: .*NoSuchEntity",
        ),
        ("aws:sqs/queue:Queue", {"name": "q2", "region": "us-east-1"}, "us-east-1"),
        ("aws:sfn/activity:Activity", {}, "is unknown on this machine"),
    ],
)
def test_nothing_passes_silently(
    token: str, inputs: dict[str, object], says: str, emulator: Emulator
) -> None:
    """An unknown type, input or nested field, a refusal of AWS and another region are errors."""
    with pytest.raises(ResourceError, match=says):
        create(token, inputs, emulator)
