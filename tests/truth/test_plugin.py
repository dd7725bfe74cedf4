"""The client of the provider's protocol."""

import stat
from pathlib import Path

import pytest

from truth import protocol
from truth.plugin import AwsProvider, PluginError, provider
from truth.translate import proposed
from truth.wire import UNKNOWN


def test_a_program_that_is_no_provider_is_named_as_such(tmp_path: Path) -> None:
    """One sentence with the line that it said instead of an address."""
    program = tmp_path / "terraform-provider-aws_v0"
    program.write_text("#!/bin/sh\necho hello\n")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    with pytest.raises(PluginError, match="but 'hello'"), provider(program):
        pass


def test_a_refusal_names_the_attribute(aws: AwsProvider) -> None:
    """A diagnostic carries its severity, its words and its place."""
    queue = aws.types["aws_sqs_queue"]
    (said,) = aws.validate("aws_sqs_queue", {**queue.empty(), "delay_seconds": 901})
    assert (said.severity, said.path) == (protocol.ERROR, ("delay_seconds",))
    assert "(0 - 900)" in str(said)


def test_a_plan_says_what_replaces_and_what_is_unknown(aws: AwsProvider) -> None:
    """A queue's name can't change; its ARN is AWS's to say."""
    queue = aws.types["aws_sqs_queue"]
    config = {**queue.empty(), "name": "after"}
    new = aws.plan("aws_sqs_queue", config, proposed(config, queue))
    assert (new.said, new.state["arn"], new.state["name"]) == ((), UNKNOWN, "after")
    prior = {**new.state, "arn": "arn:aws:sqs:eu-central-1:111122223333:before"}
    prior |= {"name": "before", "id": "https://sqs/before", "url": "https://sqs/before"}
    prior = {key: None if value is UNKNOWN else value for key, value in prior.items()}
    moved = aws.plan("aws_sqs_queue", config, proposed(config, queue, prior), prior)
    # An id that will be another one counts as a reason too.
    assert moved.replaces == {"id", "name"}
