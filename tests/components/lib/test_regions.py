"""AWS's regions, as the table holds them, against botocore's data and a whole recorded stack."""

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

import botocore.session
import pytest

from components.lib.regions import (
    CHAT_REGIONS,
    LACKING,
    PARTITIONS,
    SERVICES,
    ContextError,
    chat_region,
    keeps_schemas,
    partition_of,
    refuse_lacking,
    starts_from_snapshots,
)
from tests.fakes.recorder import ROOT, Recording, in_region, program

ELSEWHERE = ("us-gov-west-1", "cn-north-1")
NAMESPACES = {
    "apigateway": "apigateway",
    "cloudwatch": "monitoring",
    "cognito": "cognito-idp",
    "dynamodb": "dynamodb",
    "kms": "kms",
    "lambda": "lambda",
    "s3": "s3",
    "secretsmanager": "secretsmanager",
    "ses": "email",
    "sesv2": "email",
    "sns": "sns",
    "sqs": "sqs",
    "wafv2": "wafv2",
}
"""Of resource types → the endpoint of their service."""
EXCEPT = {"iam", "schemas"}
"""What is everywhere, and what a stack does without where it is not."""
BESIDE = {"events", "logs", "xray"}
"""What hides behind `aws:cloudwatch`, and what only the functions call."""


@cache
def data() -> Any:
    """Botocore's `partitions.json` and `endpoints.json`."""
    loader = botocore.session.get_session().get_component("data_loader")
    return loader.load_data("partitions"), loader.load_data("endpoints")


def test_the_table_holds_every_region_of_its_partitions() -> None:
    """Names and domains are those of botocore's `partitions.json`."""
    theirs = {each["id"]: each for each in data()[0]["partitions"]}
    for name, partition in PARTITIONS.items():
        regions = {each for each in theirs[name]["regions"] if not each.endswith("-global")}
        assert set(partition.regions) == regions
        assert partition.dns_suffix == theirs[name]["outputs"]["dnsSuffix"]
    # Isolated and sovereign partitions: a new one is for a person to look at.
    assert set(theirs) - set(PARTITIONS) == {
        "aws-eusc",
        "aws-iso",
        "aws-iso-b",
        "aws-iso-e",
        "aws-iso-f",
    }


def test_a_service_lacks_where_it_has_no_endpoint() -> None:
    """By botocore's `endpoints.json`, for every region and every service that the stack needs."""
    endpoints = {each["partition"]: each["services"] for each in data()[1]["partitions"]}
    lacking = {
        region: frozenset(
            service
            for service in SERVICES
            if region not in endpoints[name].get(service, {}).get("endpoints", {})
        )
        for name, partition in PARTITIONS.items()
        for region in partition.regions
    }
    assert {region: found for region, found in lacking.items() if found} == LACKING


def test_every_service_of_the_stack_is_asked_for() -> None:
    """No resource is of a service that the table does not name."""
    used = {each.type.split(":")[1].split("/")[0] for each in program().resources if each.custom}
    assert used - EXCEPT == set(NAMESPACES)
    assert set(SERVICES) == {NAMESPACES[each] for each in used - EXCEPT} | BESIDE


def test_a_region_that_is_none_is_answered_with_the_nearest() -> None:
    """The one that was meant is among them, and the command is there to copy."""
    with pytest.raises(
        ContextError, match=r"Did you mean eu-central-1 or .* aws:region eu-central-1"
    ):
        partition_of("eu-centrl-1")


@pytest.mark.parametrize("region", ["", "global", "x" * 300])
def test_a_region_that_is_nothing_is_answered_with_all(region: str) -> None:
    """Where nothing is near, a person may choose."""
    with pytest.raises(ContextError, match=r"af-south-1 or .* or us-gov-west-1"):
        partition_of(region)


def test_a_region_without_a_service_is_refused_by_its_name() -> None:
    """China has no user pools, Hong Kong no SES; nobody minds what the stack does not need."""
    with pytest.raises(ContextError, match="cn-north-1 has no Cognito user pools and no SES"):
        refuse_lacking("cn-north-1")
    with pytest.raises(ContextError, match="ap-east-1 has no SES"):
        refuse_lacking("ap-east-1")
    refuse_lacking("ap-east-1", {"sqs": "SQS"})
    refuse_lacking("us-gov-west-1")


def test_snapshots_are_offered_in_all_commercial_regions_but_two() -> None:
    """Lambda's guide names New Zealand and Taipei; GovCloud and China are no commercial regions."""
    regions = [each for partition in PARTITIONS.values() for each in partition.regions]
    without = {each for each in regions if not starts_from_snapshots(each)}
    others = set(PARTITIONS["aws-cn"].regions) | set(PARTITIONS["aws-us-gov"].regions)
    assert without == {"ap-southeast-6", "ap-east-2"} | others


def test_a_registry_is_kept_where_botocore_knows_one() -> None:
    """In every region that it does not leave out."""
    services = {each["partition"]: each["services"] for each in data()[1]["partitions"]}
    known = {
        region: region in services[name]["schemas"]["endpoints"]
        for name, partition in PARTITIONS.items()
        for region in partition.regions
    }
    assert {region: keeps_schemas(region) for region in known} == known


def test_a_chat_is_configured_in_one_of_four_regions() -> None:
    """In the stack's own where it is one of them, else on its continent; elsewhere in none."""
    assert {"ap-southeast-1", "eu-west-1", "us-east-2", "us-west-2"} == CHAT_REGIONS
    assert {each: chat_region(each) for each in CHAT_REGIONS} == {e: e for e in CHAT_REGIONS}
    assert {chat_region(each) for each in PARTITIONS["aws"].regions} == CHAT_REGIONS
    assert chat_region("eu-central-1") == "eu-west-1"
    assert chat_region("sa-east-1") == "us-east-2"
    for region in ("cn-north-1", "us-gov-west-1"):
        with pytest.raises(ContextError, match=f"{region} is of a partition without"):
            chat_region(region)


def strings(value: Any) -> Iterator[str]:
    """Every text in a value, keys and all."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from strings(key)
            yield from strings(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from strings(inner)
    elif isinstance(value, str):
        yield value


def said(recording: Recording) -> list[str]:
    """Every text of every input, output and export."""
    return [
        text
        for each in recording.resources
        for text in strings([dict(each.inputs), dict(each.outputs)])
    ] + list(strings(recording.exports))


@pytest.mark.parametrize("region", ELSEWHERE)
def test_every_arn_is_of_its_region_s_partition(region: str) -> None:
    """In whatever text it stands: a policy, a URI, an environment."""
    arns = [
        arn
        for text in said(in_region(region))
        for arn in re.findall(r"arn:[^:\s]*:[a-z0-9-]*", text)
    ]
    assert len(arns) > 1_000
    assert {arn.split(":")[1] for arn in arns} == {partition_of(region)}


@pytest.mark.parametrize("region", ELSEWHERE)
def test_no_other_region_is_named(region: str) -> None:
    """ARNs, endpoints and addresses are of the stack's own region."""
    regions = {each for partition in PARTITIONS.values() for each in partition.regions}
    named = {
        each
        for text in said(in_region(region))
        for each in re.findall(r"(?<![a-z0-9-])[a-z]{2}-(?:[a-z]+-)+\d(?![a-z0-9-])", text)
    }
    assert named & regions == {region}


@pytest.mark.parametrize(("region", "suffix"), [("us-gov-west-1", ""), ("cn-north-1", ".cn")])
def test_endpoints_end_as_the_partition_s_do(region: str, suffix: str) -> None:
    """Queues' and the gateway's addresses; principals are alike everywhere, but that of logs."""
    recording = in_region(region)
    host = rf"[a-z0-9-]+\.{region}\.amazonaws\.com[a-z.]*"
    found = {each for text in said(recording) for each in re.findall(host, text)}
    assert f"sqs.{region}.amazonaws.com{suffix}" in found
    assert f"logs.{region}.amazonaws.com{suffix}" in found
    principals = {
        each for text in said(recording) for each in re.findall(r'"Service": "([^"]+)"', text)
    }
    assert {
        each for each in principals if not re.fullmatch(r"[a-z0-9.]+\.amazonaws\.com", each)
    } == {f"logs.{region}.amazonaws.com{suffix}"}


@pytest.mark.parametrize(("region", "start"), [("us-gov-west-1", 0), ("eu-west-1", 5)])
def test_functions_start_from_snapshots_where_there_are_any(region: str, start: int) -> None:
    """Elsewhere Lambda would refuse them."""
    functions = [each for each in in_region(region).resources if "snapStart" in each.inputs]
    assert len(functions) == start


@pytest.mark.parametrize("room", ["components", "runtime", "till", "local", "stack_settings.py"])
def test_no_arn_is_of_a_partition_that_is_written_down(room: str) -> None:
    """An ARN is made by `StackContext`, or begins with a placeholder."""
    files = [ROOT / room] if room.endswith(".py") else sorted((ROOT / room).rglob("*.py"))
    partitions = "|".join(PARTITIONS)
    found = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in files
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if re.search(rf"arn:({partitions}):", line)
    ]
    assert files
    assert found == []


def test_the_deployer_s_documents_leave_the_partition_open() -> None:
    """`docs/deploy.md` fills it in, as account and region."""
    for path in sorted((ROOT / "docs" / "deploy").iterdir()):
        starts = re.findall(r"arn:[^:]*:", path.read_text())
        assert set(starts) == {"arn:<partition>:"}, path.name
    assert "s/<partition>/$PARTITION/g" in (ROOT / "docs" / "deploy.md").read_text()
