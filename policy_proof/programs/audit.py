"""An audit trail with its buckets and its alarms, as the rules want it."""

import pulumi
import pulumi_aws as aws
from pulumi_aws import s3

from policy_proof.programs._bucket import bucket, closed, old_bucket
from policy_proof.programs._common import ACCOUNT, alarms, document, key, over_tls
from policy_proof.programs._logs import log_group

REGION = "eu-central-1"
TRAIL = f"arn:aws:cloudtrail:{REGION}:{ACCOUNT}:trail/audit"
CALLS = {
    "key-disabled": "{ ($.eventSource = kms.amazonaws.com) && (($.eventName = DisableKey) || "
    "($.eventName = ScheduleKeyDeletion)) }",
}


def declare() -> None:
    """The whole program."""
    own = key("key", service("cloudtrail", "kms:GenerateDataKey*", "kms:DescribeKey"))
    topic = alerts(key("messages"))
    logs = bucket("logs", own, None)
    audit = bucket("audit", own, logs)
    old = old_bucket("old", own, logs)
    s3.BucketPolicy("old-policy", bucket=old, policy=document(*closed("old")))
    s3.BucketPolicy(
        "audit-policy", bucket=audit.bucket, policy=document(*closed("audit"), *writes())
    )
    s3.BucketPolicy("logs-policy", bucket=logs.bucket, policy=document(*closed("logs")))
    alert(trail(own, key("logs-key"), audit), topic)


def service(name: str, *actions: str, resource: str = "*") -> object:
    """A service, for the one trail."""
    return {
        "Effect": "Allow",
        "Principal": {"Service": f"{name}.amazonaws.com"},
        "Action": actions,
        "Resource": resource,
        "Condition": {"StringEquals": {"aws:SourceArn": TRAIL}},
    }


def writes() -> list[object]:
    """What the trail may."""
    here = "arn:aws:s3:::shop-audit"
    return [
        service("cloudtrail", "s3:GetBucketAcl", resource=here),
        service("cloudtrail", "s3:PutObject", resource=f"{here}/AWSLogs/{ACCOUNT}/*"),
    ]


def trail(own: aws.kms.Key, for_logs: aws.kms.Key, audit: s3.Bucket) -> aws.cloudwatch.LogGroup:
    """Every region, every service, signed, and in a log group at once, which is returned."""
    group = log_group("trail", for_logs)
    role = aws.iam.Role("trail-role", name="trail", assume_role_policy=document(trust()))
    aws.cloudtrail.Trail(
        "audit-trail",
        name="audit",
        s3_bucket_name=audit.bucket,
        kms_key_id=own.arn,
        is_multi_region_trail=True,
        enable_logging=True,
        include_global_service_events=True,
        enable_log_file_validation=True,
        cloud_watch_logs_group_arn=group.arn.apply(lambda arn: f"{arn}:*"),
        cloud_watch_logs_role_arn=role.arn,
        event_selectors=[
            {
                "read_write_type": "All",
                "include_management_events": True,
                "data_resources": [
                    {"type": "AWS::S3::Object", "values": ["arn:aws:s3"]},
                    {"type": "AWS::Lambda::Function", "values": ["arn:aws:lambda"]},
                    {"type": "AWS::DynamoDB::Table", "values": ["arn:aws:dynamodb"]},
                ],
            }
        ],
    )
    return group


def trust() -> object:
    """CloudTrail, for our account."""
    return {
        "Effect": "Allow",
        "Principal": {"Service": "cloudtrail.amazonaws.com"},
        "Action": "sts:AssumeRole",
        "Condition": {"StringEquals": {"aws:SourceAccount": ACCOUNT}},
    }


def alerts(own: aws.kms.Key) -> aws.sns.Topic:
    """Who is called."""
    refuse = over_tls("sns:Publish", f"arn:aws:sns:{REGION}:{ACCOUNT}:alerts")
    topic = aws.sns.Topic(
        "alerts",
        name="alerts",
        kms_master_key_id=own.arn,
        policy=document(refuse, alarms("alerts")),
    )
    aws.sns.TopicSubscription(
        "alerts-mail", topic=topic.arn, protocol="email", endpoint="on-call@payments.internal"
    )
    return topic


def alert(group: aws.cloudwatch.LogGroup, topic: aws.sns.Topic) -> None:
    """What somebody must hear of at once."""
    for name, pattern in CALLS.items():
        aws.cloudwatch.LogMetricFilter(
            name,
            name=name,
            log_group_name=group.name,
            pattern=pattern,
            metric_transformation={"name": name, "namespace": "Audit", "value": "1"},
        )
        aws.cloudwatch.MetricAlarm(
            f"{name}-alarm",
            name=name,
            metric_name=name,
            namespace="Audit",
            statistic="Sum",
            period=60,
            evaluation_periods=1,
            threshold=0,
            comparison_operator="GreaterThanThreshold",
            treat_missing_data="notBreaching",
            alarm_description=f"[page] {name} happened. Runbook: https://books.example.com/a.md",
            alarm_actions=[topic.arn],
        )
    pulumi.export("group", group.name)
