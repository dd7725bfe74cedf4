"""A type's token, and the SDK's classes for it."""

import subprocess
import sys

import pulumi
import pytest

from local.resources import KINDS, RECORDED_ONLY
from local.resources.inputs import INPUTS
from local.resources.own_rules import OWN
from local.resources.sdk_types import inputs_class, resource_class
from local.stack.stack import ROOT


@pytest.mark.parametrize("token", sorted({*KINDS, *RECORDED_ONLY, *INPUTS, *OWN}))
def test_a_token_is_the_sdk_s_own(token: str) -> None:
    """Each type's text here is what the SDK's class registers, letter for letter."""
    assert pulumi.get_type_token(resource_class(token)) == token
    name = token.rpartition(":")[2]
    assert inputs_class(token).__name__ in {f"{name}Args", f"{name}InitArgs"}


def test_an_unknown_token_has_no_class() -> None:
    """A misspelt one is an error, not another class."""
    with pytest.raises(AttributeError):
        resource_class("aws:sqs/queue:Quue")


@pytest.mark.parametrize(
    "module", ["local.resources", "local.stack.stack", "local.provider.outputs"]
)
def test_the_sdk_of_aws_is_not_imported_to_name_a_type(module: str) -> None:
    """It would be most of the time that the import takes; a class is fetched at its first use."""
    question = f"import sys, {module}; print('pulumi_aws' in sys.modules, 'pulumi' in sys.modules)"
    told = subprocess.run(  # noqa: S603 - our own interpreter and question
        [sys.executable, "-c", question], cwd=ROOT, check=True, capture_output=True, text=True
    )
    assert told.stdout.split() == ["False", "True"]
