"""Made-up ids in AWS's form."""

import re
from collections.abc import Iterator

import pytest

from local.program.physical_ids import physical_id
from tests.fakes.recorder import REGION, program

# Pattern of each form, from the API references of the services.
FORMS = {
    "aws:apigateway/restApi:RestApi": r"[a-z0-9]{10}",
    "aws:apigateway/resource:Resource": r"[a-z0-9]{6}",
    "aws:cognito/userPool:UserPool": rf"{REGION}_[0-9A-Za-z]{{9}}",
    "aws:kms/key:Key": r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}",
    "aws:sqs/queue:Queue": rf"https://sqs\.{REGION}\.amazonaws\.com/\d{{12}}/[\w-]+(\.fifo)?",
}


def made(token: str) -> Iterator[tuple[str, str]]:
    """Name and id of the recorded program's resources of one type."""
    return ((each.name, each.physical) for each in program().resources if each.type == token)


@pytest.mark.parametrize("token", FORMS)
def test_an_id_has_the_form_that_aws_gives_it(token: str) -> None:
    """Each resource of the program has one, and no two have the same."""
    found = dict(made(token))
    assert found
    assert len(set(found.values())) == len(found)
    assert [one for one in found.values() if not re.fullmatch(FORMS[token], one)] == []


def test_a_launch_template_s_id_is_as_ec2_writes_it() -> None:
    """`lt-` and seventeen hexadecimal digits; a group's provider reads it."""
    made = physical_id("aws:ec2/launchTemplate:LaunchTemplate", "workers-template", {})
    assert re.fullmatch(r"lt-[0-9a-f]{17}", made)


def test_the_same_resource_has_the_same_id_in_every_run() -> None:
    """A recording can be compared with another one."""
    words = {"region": REGION, "account": "111122223333", "suffix": "amazonaws.com"}
    first, second = (physical_id("aws:kms/key:Key", "keys-data", words) for _ in range(2))
    assert first == second
