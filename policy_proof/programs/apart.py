"""Guards in resources of their own, and types that our stacks have another way to do."""

import json

import pulumi_aws as aws

from policy_proof.programs._common import (
    ACCOUNT,
    alarms,
    arn,
    document,
    over_tls,
    reader,
    root,
)


def declare() -> None:
    """The whole program."""
    messages, data = key("messages"), key("data")
    queues(messages)
    topics(messages)
    secrets(data)
    entrances()
    mail()


def key(name: str) -> aws.kms.Key:
    """A key whose policy stands beside it."""
    one = aws.kms.Key(
        name, deletion_window_in_days=30, enable_key_rotation=True, rotation_period_in_days=365
    )
    aws.kms.KeyPolicy(f"{name}-policy", key_id=one.key_id, policy=document(root()))
    return one


def queues(key: aws.kms.Key) -> None:
    """Policy, redrive and redrive allowance beside the queues."""
    made = {}
    for name, days in (("jobs", 4), ("jobs-dead", 14)):
        made[name] = aws.sqs.Queue(
            name,
            name=name,
            kms_master_key_id=key.arn,
            kms_data_key_reuse_period_seconds=300,
            message_retention_seconds=days * 86_400,
        )
        aws.sqs.QueuePolicy(
            f"{name}-policy",
            queue_url=made[name].url,
            policy=document(
                over_tls("sqs:*", arn("sqs", name)),
                reader("worker", "sqs:SendMessage", arn("sqs", name)),
            ),
        )
    aws.sqs.RedrivePolicy(
        "jobs-redrive",
        queue_url=made["jobs"].url,
        redrive_policy=json.dumps(
            {"deadLetterTargetArn": arn("sqs", "jobs-dead"), "maxReceiveCount": 5}
        ),
    )
    aws.sqs.RedriveAllowPolicy(
        "jobs-dead-allow",
        queue_url=made["jobs-dead"].url,
        redrive_allow_policy=json.dumps(
            {"redrivePermission": "byQueue", "sourceQueueArns": [arn("sqs", "jobs")]}
        ),
    )


def topics(key: aws.kms.Key) -> None:
    """A topic that calls at the first dead letter."""
    topic = aws.sns.Topic("alerts", name="alerts", kms_master_key_id=key.arn)
    aws.sns.TopicPolicy(
        "alerts-policy",
        arn=topic.arn,
        policy=document(
            over_tls("sns:Publish", arn("sns", "alerts")),
            reader("worker", "sns:Publish", arn("sns", "alerts")),
            alarms("alerts"),
        ),
    )
    aws.sns.TopicSubscription(
        "alerts-mail", topic=topic.arn, protocol="email", endpoint="on-call@payments.internal"
    )
    aws.cloudwatch.MetricAlarm(
        "jobs-dead-alarm",
        name="jobs-dead",
        metric_name="ApproximateNumberOfMessagesVisible",
        namespace="AWS/SQS",
        dimensions={"QueueName": "jobs-dead"},
        statistic="Maximum",
        period=60,
        evaluation_periods=1,
        threshold=0,
        comparison_operator="GreaterThanThreshold",
        treat_missing_data="notBreaching",
        alarm_description="[ticket] A job failed. Runbook: https://books.example.com/jobs.md",
        alarm_actions=[topic.arn],
    )
    aws.cloudwatch.CompositeAlarm(
        "any-alarm",
        alarm_name="any",
        alarm_rule='ALARM("jobs-dead")',
        alarm_description="[page] Jobs fail. Runbook: https://books.example.com/jobs.md",
        alarm_actions=[topic.arn],
        actions_enabled=True,
    )


def secrets(key: aws.kms.Key) -> None:
    """A secret that a function makes anew."""
    secret = aws.secretsmanager.Secret(
        "token", name="token", kms_key_id=key.arn, recovery_window_in_days=30
    )
    aws.secretsmanager.SecretPolicy(
        "token-policy",
        secret_arn=secret.arn,
        policy=document(
            over_tls("secretsmanager:*", "*"),
            reader("worker", "secretsmanager:GetSecretValue", "*"),
        ),
    )
    aws.secretsmanager.SecretRotation(
        "token-rotation",
        secret_id=secret.id,
        rotation_lambda_arn=arn("lambda", "function:rotate"),
        rotation_rules={"automatically_after_days": 30},
    )


def entrances() -> None:
    """Functions by a signed URL, layers for one account, clients of a pool."""
    aws.lambda_.FunctionUrl("url", function_name="work", authorization_type="AWS_IAM")
    aws.lambda_.LayerVersionPermission(
        "layer",
        layer_name=arn("lambda", "layer:tools"),
        version_number=1,
        action="lambda:GetLayerVersion",
        principal=ACCOUNT,
        statement_id="ours",
    )
    aws.apigateway.ApiKey("partner", name="partner")
    aws.s3.AccountPublicAccessBlock(
        "no-public",
        block_public_acls=True,
        block_public_policy=True,
        ignore_public_acls=True,
        restrict_public_buckets=True,
    )
    aws.cognito.IdentityPool(
        "identities", identity_pool_name="staff", allow_unauthenticated_identities=False
    )
    aws.cognito.ResourceServer(
        "server",
        identifier="payments",
        name="payments",
        user_pool_id="eu-central-1_example",
        scopes=[{"scope_name": "read", "scope_description": "Read payments"}],
    )
    aws.cognito.UserPoolClient(
        "machines",
        name="machines",
        user_pool_id="eu-central-1_example",
        generate_secret=True,
        allowed_oauth_flows=["client_credentials"],
        allowed_oauth_flows_user_pool_client=True,
        allowed_oauth_scopes=["payments/read"],
        explicit_auth_flows=[],
        prevent_user_existence_errors="ENABLED",
        enable_token_revocation=True,
        access_token_validity=15,
        id_token_validity=15,
        refresh_token_validity=60,
        token_validity_units={
            "access_token": "minutes",
            "id_token": "minutes",
            "refresh_token": "minutes",
        },
    )
    aws.cognito.ManagedUserPoolClient(
        "managed",
        user_pool_id="eu-central-1_example",
        name_prefix="managed",
        prevent_user_existence_errors="ENABLED",
        enable_token_revocation=True,
        explicit_auth_flows=["ALLOW_REFRESH_TOKEN_AUTH"],
        allowed_oauth_flows=["code"],
        allowed_oauth_scopes=["openid"],
        callback_urls=["https://shop.example.com/in"],
        logout_urls=["https://shop.example.com/out"],
        access_token_validity=5,
        id_token_validity=5,
        refresh_token_validity=8,
        token_validity_units={
            "access_token": "minutes",
            "id_token": "minutes",
            "refresh_token": "hours",
        },
    )


def mail() -> None:
    """One role of ours may send as an identity."""
    send = document(reader("notify", "ses:SendEmail", arn("ses", "identity/example.com")))
    aws.sesv2.EmailIdentityPolicy(
        "identity-policy", email_identity="example.com", policy_name="ours", policy=send
    )
    aws.ses.IdentityPolicy("classic-policy", identity="example.com", name="classic", policy=send)
    aws.ses.ConfigurationSet("classic-set", delivery_options={"tls_policy": "Require"})
