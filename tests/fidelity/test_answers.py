"""Answers of the bare emulator that AWS's own provider does not understand; ours are mended.

Each gap has two tests: the bare emulator, asked in this process, still answers wrongly (when an
upgrade mends it, that test fails and ours can go), and the emulator as we start it answers as AWS.
`docs/emulator.md` tells each in words.
"""

import asyncio
import json
import urllib.parse
from typing import Any

import pytest
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
from botocore.httpsession import URLLib3Session
from ministack.services import apigateway_v1, cloudwatch, dynamodb, ses_v2, sqs, waf

from local.emulator.emulator import SECRET_KEY, Emulator

pytestmark = pytest.mark.emulator

ALARM = {
    "AlarmName": "described",
    "AlarmDescription": "a < b",
    "Namespace": "n",
    "MetricName": "m",
    "Statistic": "Sum",
    "Period": "60",
    "EvaluationPeriods": "1",
    "Threshold": "1",
    "ComparisonOperator": "GreaterThanThreshold",
    "TreatMissingData": "notBreaching",
    "AlarmActions.member.1": "arn:aws:sns:eu-central-1:111122223333:alarms",
    "Dimensions.member.1.Name": "QueueName",
    "Dimensions.member.1.Value": "q",
}
TOLD = (
    "<ActionsEnabled>true</ActionsEnabled>",
    "<AlarmActions><member>arn:aws:sns:eu-central-1:111122223333:alarms</member></AlarmActions>",
    "<AlarmDescription>a &lt; b</AlarmDescription>",
    "<Dimensions><member><Name>QueueName</Name><Value>q</Value></member></Dimensions>",
    "<Period>60</Period>",
    "<Statistic>Sum</Statistic>",
    "<TreatMissingData>notBreaching</TreatMissingData>",
)
WITH_BLANKS = json.dumps({"redrivePermission": "byQueue", "sourceQueueArns": []})
WITHOUT = json.dumps({"redrivePermission": "byQueue", "sourceQueueArns": []}, separators=(",", ":"))
BODIES = {"RequestBody": {"API_GATEWAY": {"DefaultSizeInspectionLimit": "KB_64"}}}
HIDDEN = {
    "DataProtections": [
        {
            "Field": {"FieldType": "SINGLE_HEADER", "FieldKeys": ["cookie"]},
            "Action": "SUBSTITUTION",
        }
    ]
}
ACL = {
    "Name": "kept",
    "Scope": "REGIONAL",
    "DefaultAction": {"Allow": {}},
    "VisibilityConfig": {
        "SampledRequestsEnabled": False,
        "CloudWatchMetricsEnabled": False,
        "MetricName": "m",
    },
}
SETTING = {"op": "replace", "path": "/~1v1~1payments/POST/metrics/enabled", "value": "true"}
PATCHES = [
    {"op": "replace", "path": "/minimumCompressionSize", "value": "10"},
    {"op": "replace", "path": "/disableExecuteApiEndpoint", "value": "true"},
]
IDENTITY = {
    "EmailIdentity": "example.org",
    "ConfigurationSetName": "mails",
    "DkimSigningAttributes": {"NextSigningKeyLength": "RSA_2048_BIT"},
}
PITR = "PointInTimeRecoveryEnabled"
RECOVERY = {PITR: True, "RecoveryPeriodInDays": 7}


def query(emulator: Emulator, **params: str) -> str:
    """A call of CloudWatch in the words of the query protocol, which AWS's provider speaks."""
    request = AWSRequest(
        "POST",
        emulator.endpoint,
        {"Content-Type": "application/x-www-form-urlencoded"},
        urllib.parse.urlencode({"Version": "2010-08-01", **params}),
    )
    key = Credentials(emulator.account_id, SECRET_KEY)
    SigV4Auth(key, "monitoring", emulator.region).add_auth(request)
    return URLLib3Session(proxies={}).send(request.prepare()).text


def test_gap_xml_leaves_out_most_of_an_alarm() -> None:
    """The bare emulator describes an alarm over XML without what it watches and whom it tells."""
    cloudwatch._put_metric_alarm({key: [value] for key, value in ALARM.items()}, {}, False)
    _, _, page = cloudwatch._describe_alarms({"AlarmNames.member.1": ["described"]}, {}, False)
    assert "<AlarmName>described</AlarmName>" in page.decode()
    assert [each for each in TOLD if each in page.decode()] == []


def test_xml_tells_the_whole_alarm(emulator: Emulator) -> None:
    """Everything that was put is described, as on AWS."""
    query(emulator, Action="PutMetricAlarm", **ALARM)
    page = query(emulator, Action="DescribeAlarms", **{"AlarmNames.member.1": "described"})
    assert [each for each in TOLD if each not in page] == []


def test_gap_no_function_is_given_up() -> None:
    """The bare emulator takes an integration's timeout, and never looks at it."""
    read = apigateway_v1._invoke_lambda_proxy_v1.__code__.co_consts
    assert "headers" in read
    assert "timeoutInMillis" not in read


def test_gap_a_method_is_named_with_plain_slashes() -> None:
    """The bare emulator names a method's settings by its path as it is."""
    stage: dict[str, Any] = {}
    apigateway_v1._apply_stage_patch(stage, [SETTING])
    assert list(stage["methodSettings"]) == ["/v1/payments/POST"]


def test_a_method_is_named_as_it_was_set(emulator: Emulator) -> None:
    """GetStage names a method as UpdateStage does, with `~1`, as on AWS."""
    gateway = emulator.client("apigateway")
    api = gateway.create_rest_api(name="named")["id"]
    deployment = gateway.create_deployment(restApiId=api)["id"]
    gateway.create_stage(restApiId=api, stageName="v1", deploymentId=deployment)
    gateway.update_stage(restApiId=api, stageName="v1", patchOperations=[SETTING])
    found = gateway.get_stage(restApiId=api, stageName="v1")["methodSettings"]
    assert list(found) == ["~1v1~1payments/POST"]


def test_gap_a_patched_number_becomes_text() -> None:
    """The bare emulator keeps a patch's text where the property is a number or a truth value."""
    found: dict[str, Any] = {"minimumCompressionSize": None, "disableExecuteApiEndpoint": False}
    apigateway_v1._apply_patch(found, PATCHES)
    assert found == {"minimumCompressionSize": "10", "disableExecuteApiEndpoint": "true"}


def test_a_patched_number_stays_a_number(emulator: Emulator) -> None:
    """What was a number is one after the patch, as on AWS."""
    gateway = emulator.client("apigateway")
    api = gateway.create_rest_api(name="patched")["id"]
    gateway.update_rest_api(restApiId=api, patchOperations=PATCHES)
    found = gateway.get_rest_api(restApiId=api)
    assert found["minimumCompressionSize"] == 10
    assert found["disableExecuteApiEndpoint"] is True


def test_gap_an_identity_forgets_its_set_and_its_keys_length() -> None:
    """The bare emulator drops an identity's configuration set and signing key length."""

    def ask(method: str, path: str, body: bytes = b"") -> dict[str, Any]:
        answer = asyncio.run(ses_v2.handle_request(method, path, {}, body, {}))
        return dict(json.loads(answer[2]))

    ask("POST", "/v2/email/identities", json.dumps(IDENTITY).encode())
    found = ask("GET", "/v2/email/identities/example.org")
    assert "ConfigurationSetName" not in found
    assert "NextSigningKeyLength" not in found["DkimAttributes"]


def test_an_identity_keeps_its_set_and_its_keys_length(emulator: Emulator) -> None:
    """GetEmailIdentity tells both, and a new set, as on AWS."""
    ses = emulator.client("sesv2")
    ses.create_email_identity(**IDENTITY)
    found = ses.get_email_identity(EmailIdentity="example.org")
    assert found["ConfigurationSetName"] == "mails"
    assert found["DkimAttributes"]["NextSigningKeyLength"] == "RSA_2048_BIT"
    ses.put_email_identity_configuration_set_attributes(
        EmailIdentity="example.org", ConfigurationSetName="others"
    )
    found = ses.get_email_identity(EmailIdentity="example.org")
    assert found["ConfigurationSetName"] == "others"


def test_gap_a_web_acl_forgets_what_it_inspects_and_hides() -> None:
    """The bare emulator drops both configurations of a web ACL."""
    asked = {**ACL, "AssociationConfig": BODIES, "DataProtectionConfig": HIDDEN}
    _, _, record = waf.create_web_acl_record("kept", "REGIONAL", asked)
    assert not {"AssociationConfig", "DataProtectionConfig"} & record.keys()


def test_a_web_acl_keeps_what_it_inspects_and_hides(emulator: Emulator) -> None:
    """GetWebACL tells both, and an update that says nothing of one ends it, as on AWS."""
    client = emulator.client("wafv2")
    made = client.create_web_acl(**ACL, AssociationConfig=BODIES, DataProtectionConfig=HIDDEN)
    place = {"Name": "kept", "Scope": "REGIONAL", "Id": made["Summary"]["Id"]}
    found = client.get_web_acl(**place)
    assert found["WebACL"]["AssociationConfig"] == BODIES
    assert found["WebACL"]["DataProtectionConfig"] == HIDDEN
    client.update_web_acl(
        **{**ACL, **place}, LockToken=found["LockToken"], DataProtectionConfig=HIDDEN, Rules=[]
    )
    found = client.get_web_acl(**place)["WebACL"]
    assert "AssociationConfig" not in found
    assert found["DataProtectionConfig"] == HIDDEN


def test_gap_the_recovery_period_is_forgotten() -> None:
    """The bare emulator knows whether there is recovery, and not how far it reaches."""
    dynamodb._tables["recovered"] = {}
    try:
        asked = {"TableName": "recovered", "PointInTimeRecoverySpecification": RECOVERY}
        dynamodb._update_continuous_backups(asked)
        _, _, body = dynamodb._describe_continuous_backups(asked)
    finally:
        del dynamodb._tables["recovered"]
    assert b"ENABLED" in body
    assert b"RecoveryPeriodInDays" not in body


@pytest.mark.parametrize(("asked", "days"), [(RECOVERY, 7), ({PITR: True}, 35)])
def test_the_recovery_period_is_told(emulator: Emulator, asked: dict[str, Any], days: int) -> None:
    """DescribeContinuousBackups tells the days that were asked for, or the longest, as on AWS."""
    client = emulator.client("dynamodb")
    client.create_table(
        TableName=f"recovered-{days}",
        BillingMode="PAY_PER_REQUEST",
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
    )
    client.update_continuous_backups(
        TableName=f"recovered-{days}", PointInTimeRecoverySpecification=asked
    )
    answer = client.describe_continuous_backups(TableName=f"recovered-{days}")
    found = answer["ContinuousBackupsDescription"]["PointInTimeRecoveryDescription"]
    assert found["RecoveryPeriodInDays"] == days


def test_gap_a_queues_document_keeps_its_blanks() -> None:
    """The bare emulator tells a queue's document as it was sent."""
    asked = {"QueueName": "blanks", "Attributes": {"RedriveAllowPolicy": WITH_BLANKS}}
    url = sqs._act_create_queue(asked, "")["QueueUrl"]
    found = sqs._act_get_queue_attributes({"QueueUrl": url}, url)["Attributes"]
    assert found["RedriveAllowPolicy"] == WITH_BLANKS


def test_a_queues_document_loses_its_blanks(emulator: Emulator) -> None:
    """GetQueueAttributes tells a document in its shortest form, as on AWS."""
    client = emulator.client("sqs")
    asked = {"RedriveAllowPolicy": WITH_BLANKS}
    url = client.create_queue(QueueName="blanks", Attributes=asked)["QueueUrl"]
    found = client.get_queue_attributes(QueueUrl=url, AttributeNames=["All"])["Attributes"]
    assert found["RedriveAllowPolicy"] == WITHOUT
