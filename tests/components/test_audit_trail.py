"""The audit trail: what is written down, by whom, and where it is kept."""

import json

import pulumi_aws as aws
import pytest

from tests.components.networked import inputs, networked, policy, recorded

BUCKET = "tillstack-prod-111122223333-audit"
ROOTS = "tillstack-prod-111122223333-roots"
TRAIL_ARN = "arn:aws:cloudtrail:eu-central-1:111122223333:trail/tillstack-prod-audit"
GROUP = "arn:aws:logs:eu-central-1:111122223333:log-group:/aws/cloudtrail/tillstack-prod-audit"


def selectors() -> dict[str, dict[str, list[str]]]:
    """The trail's selectors by name, each with what its fields take."""
    return {
        each["name"]: {
            one["field"]: one.get("equals") or one["startsWiths"] for one in each["fieldSelectors"]
        }
        for each in inputs("audit-trail")["advancedEventSelectors"]
    }


def test_the_trail_is_of_every_region_and_signed() -> None:
    """It logs, of global services too, with digests, with its own key, into its own bucket."""
    trail = inputs("audit-trail")
    switches = ("isMultiRegionTrail", "includeGlobalServiceEvents", "enableLogging")
    assert all(trail[each] is True for each in (*switches, "enableLogFileValidation"))
    assert trail["kmsKeyId"] == networked().named("audit-key").outputs["arn"]
    assert trail["s3BucketName"] == BUCKET
    assert networked().named("audit-trail").outputs["arn"] == TRAIL_ARN
    assert networked().named("audit-trail").protect


def test_no_management_event_is_left_out() -> None:
    """Reads and writes of every service, those of KMS too: the selector names the kind alone."""
    assert selectors()["management"] == {"eventCategory": ["Management"]}


def test_data_events_are_of_every_table_function_file_of_the_trail_and_root() -> None:
    """Each by the beginning of its ARN; reads and writes."""
    tables = {f"{each.outputs['arn']}" for each in networked().of(aws.dynamodb.Table)}
    functions = {each.outputs["arn"] for each in networked().of(aws.lambda_.Function)}
    found = selectors()
    assert len(tables) == 4
    assert set(found["tables"]["resources.ARN"]) == tables
    assert set(found["functions"]["resources.ARN"]) == functions
    kept = [f"arn:aws:s3:::{BUCKET}/", f"arn:aws:s3:::{ROOTS}/"]
    assert found["buckets"]["resources.ARN"] == kept
    kinds = {name: one["resources.type"] for name, one in found.items() if name != "management"}
    assert kinds == {
        "tables": ["AWS::DynamoDB::Table"],
        "functions": ["AWS::Lambda::Function"],
        "buckets": ["AWS::S3::Object"],
    }
    fields = {"eventCategory", "resources.type", "resources.ARN"}
    assert all(set(found[name]) == fields for name in kinds)


def test_the_role_writes_into_the_trails_streams_alone() -> None:
    """CloudTrail may take it; it makes streams of this account and region, and writes lines."""
    (write,) = policy("audit-write-logs")
    assert write["Action"] == ["logs:CreateLogStream", "logs:PutLogEvents"]
    stream = "111122223333_CloudTrail_eu-central-1*"
    assert write["Resource"] == [f"{GROUP}:log-stream:{stream}"]
    (trust,) = json.loads(inputs("audit-role")["assumeRolePolicy"])["Statement"]
    assert trust["Principal"] == {"Service": "cloudtrail.amazonaws.com"}
    trail = inputs("audit-trail")
    assert trail["cloudWatchLogsGroupArn"] == f"{GROUP}:*"
    assert trail["cloudWatchLogsRoleArn"] == networked().named("audit-role").outputs["arn"]


def test_the_key_serves_this_trail_and_turns_each_year() -> None:
    """CloudTrail for this one trail; whoever reads is let by the account."""
    key = inputs("audit-key")
    assert key["enableKeyRotation"] is True
    account, *service = policy("audit-key")
    assert account["Sid"] == "AccountDecides"
    assert {action for each in service for action in each["Action"]} == {
        "kms:Decrypt",
        "kms:DescribeKey",
        "kms:GenerateDataKey*",
    }
    for each in service:
        assert each["Principal"] == {"Service": "cloudtrail.amazonaws.com"}
        assert each["Condition"]["ArnLike"] == {"aws:SourceArn": TRAIL_ARN}


def test_the_group_is_kept_as_long_as_every_other_and_its_key_knows_it() -> None:
    """With the key of logs, which CloudWatch Logs may use for that group."""
    group = inputs("audit-logs")
    assert (group["name"], group["retentionInDays"]) == (
        "/aws/cloudtrail/tillstack-prod-audit",
        731,
    )
    assert group["kmsKeyId"] == networked().named("keys-logs").outputs["arn"]
    assert "/aws/cloudtrail/tillstack-prod-*" in inputs("keys-logs")["policy"]


@pytest.mark.parametrize("stack", ["local", "dev", "staging"])
def test_without_the_setting_there_is_no_trail(stack: str) -> None:
    """An account often has its organisation's, and pays for the second copy of every event."""
    made = recorded(stack).resources
    kinds = ("aws:cloudtrail", "aws:cloudwatch/logMetricFilter")
    assert [each.name for each in made if each.type.startswith(kinds)] == []
    assert [each.name for each in made if each.name.startswith("audit")] == []
    assert recorded(stack, auditTrail="true").of(aws.cloudtrail.Trail)
