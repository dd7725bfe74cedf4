"""What docs/deploy.md says of the program is so."""

import re

import pulumi_aws as aws
import pytest

from docs_gen.environments import ROOT, STACKS
from tests.fakes.recorder import program, record_program
from till.permissions.documents import pages

PAGE = (ROOT / "docs" / "deploy.md").read_text()


@pytest.mark.parametrize("stack", STACKS[1:])
def test_the_reserved_executions_are_those_of_the_stack(stack: str) -> None:
    """Who asks AWS for a quota must ask for enough."""
    mode = "live" if stack == "prod" else "test"
    config = {"aws:allowedAccountIds": '["111122223333"]', "pspKey": f"sk_{mode}_elsewhere"}
    functions = record_program(stack, config).of(aws.lambda_.Function)
    reserved = sum(each.inputs["reservedConcurrentExecutions"] for each in functions)
    assert re.search(rf"\b{reserved}(?: executions)? in `{stack}`", PAGE), reserved


def test_every_policy_document_is_attached() -> None:
    """The loop over the documents leaves none out."""
    (parts,) = re.findall(r"for part in (.*); do", PAGE)
    assert {f"{part}.json" for part in parts.split()} == pages().keys()


def test_every_output_that_is_read_is_exported() -> None:
    """The first payment's commands name what the stack exports."""
    read = set(re.findall(r"pulumi stack output (\w+)", PAGE))
    assert read
    assert read <= program().exports.keys()


def test_every_setting_that_is_set_exists() -> None:
    """A command with a wrong key would only be found on AWS."""
    keys = set(re.findall(r"pulumi config set (?:--path|--secret)? ?'?([\w.:]+)", PAGE))
    known = (ROOT / "docs" / "environments.md").read_text()
    assert len(keys) > 5
    assert [key for key in keys if f"`{key}`" not in known] == []
