"""Tables, keys and functions in the ways that our stacks do not need."""

from typing import Any

import pulumi_aws as aws

from policy_proof.programs._common import (
    ACCOUNT,
    REGION,
    arn,
    document,
    function,
    key,
    over_tls,
    root,
)


def declare() -> None:
    """The whole program."""
    data = key("data")
    keys(data)
    tables(data)
    functions()


def keys(own: aws.kms.Key) -> None:
    """A grant, a replica, a key of our own making."""
    aws.kms.Grant(
        "grant",
        key_id=own.key_id,
        grantee_principal=f"arn:aws:iam::{ACCOUNT}:role/worker",
        operations=["Decrypt"],
        constraints=[{"encryption_context_equals": {"purpose": "jobs"}}],
    )
    aws.kms.ReplicaKey(
        "replica",
        primary_key_arn=arn("kms", "key/mrk-primary"),
        deletion_window_in_days=30,
        policy=document(root()),
    )
    aws.kms.ExternalKey("imported", deletion_window_in_days=30, policy=document(root()))


def tables(own: aws.kms.Key) -> None:
    """A streamed table, one whose items go by themselves, and a copy in another region."""
    common: dict[str, Any] = {
        "billing_mode": "PAY_PER_REQUEST",
        "hash_key": "id",
        "attributes": [{"name": "id", "type": "S"}],
        "deletion_protection_enabled": True,
        "point_in_time_recovery": {"enabled": True, "recovery_period_in_days": 35},
        "server_side_encryption": {"enabled": True, "kms_key_arn": own.arn},
    }
    streamed = aws.dynamodb.Table(
        "jobs-table",
        name="jobs",
        stream_enabled=True,
        stream_view_type="NEW_AND_OLD_IMAGES",
        **common,
    )
    seen = aws.dynamodb.Table(
        "seen",
        name="seen",
        ttl={"enabled": True, "attribute_name": "until"},
        tags={"lifetime": "transient"},
        **common,
    )
    for name, table in (("jobs", streamed), ("seen", seen)):
        aws.dynamodb.ResourcePolicy(
            f"{name}-over-tls",
            resource_arn=table.arn,
            policy=document(over_tls("dynamodb:*", arn("dynamodb", f"table/{name}"))),
        )
    aws.lambda_.EventSourceMapping(
        "changes",
        event_source_arn=streamed.arn.apply(lambda arn: f"{arn}/stream/it"),
        function_name=arn("lambda", "function:pictures"),
        starting_position="LATEST",
        function_response_types=["ReportBatchItemFailures"],
        maximum_retry_attempts=3,
        bisect_batch_on_function_error=True,
        destination_config={"on_failure": {"destination_arn": arn("sqs", "jobs-dead")}},
    )
    aws.dynamodb.TableReplica(
        "copy",
        global_table_arn=arn("dynamodb", "table/jobs"),
        kms_key_arn=own.arn,
        point_in_time_recovery=True,
        deletion_protection_enabled=True,
    )


def functions() -> None:
    """Functions that a bucket calls: one from an image, both with an end for what fails."""
    one = function(
        "pictures",
        package_type="Image",
        image_uri=f"{ACCOUNT}.dkr.ecr.{REGION}.amazonaws.com/pictures@sha256:{'0' * 64}",
        dead_letter_config={"target_arn": arn("sqs", "jobs-dead")},
    )
    other = function("thumbnails")
    aws.lambda_.FunctionEventInvokeConfig(
        "thumbnails-failures",
        function_name=other.name,
        destination_config={"on_failure": {"destination": arn("sqs", "jobs-dead")}},
    )
    aws.cloudwatch.LogSubscriptionFilter(
        "pictures-errors",
        log_group="pictures",
        filter_pattern="ERROR",
        destination_arn=other.arn,
    )
    for name, each in (("pictures", one), ("thumbnails", other)):
        aws.lambda_.Permission(
            f"{name}-permission",
            function=each.name,
            action="lambda:InvokeFunction",
            principal="s3.amazonaws.com",
            source_arn="arn:aws:s3:::shop-pictures",
            source_account=ACCOUNT,
        )
