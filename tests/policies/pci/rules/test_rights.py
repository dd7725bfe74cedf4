"""The table of rights: what its patterns mean, and what they leave alone."""

import pytest

from policies.pci.framework.actions import level, named, takes_arns
from policies.pci.rules._questions import Question
from policies.pci.rules.rights import CONTROL, about_anything


@pytest.mark.parametrize(
    ("action", "key"),
    [
        ("kms:ScheduleKeyDeletion", "protection"),
        ("kms:DisableKeyRotation", "protection"),
        ("kms:PutKeyPolicy", "protection"),
        ("s3:PutBucketPolicy", "protection"),
        ("s3:PutEncryptionConfiguration", "protection"),
        ("s3:DeleteBucketPolicy", "protection"),
        ("s3:PutBucketPublicAccessBlock", "protection"),
        ("s3:BypassGovernanceRetention", "protection"),
        ("dynamodb:DeleteTable", "protection"),
        ("dynamodb:UpdateContinuousBackups", "protection"),
        ("dynamodb:DeleteResourcePolicy", "protection"),
        ("wafv2:DeleteWebACL", "protection"),
        ("wafv2:DisassociateWebACL", "protection"),
        ("sqs:SetQueueAttributes", "protection"),
        ("secretsmanager:DeleteSecret", "protection"),
        ("cognito-idp:UpdateUserPoolClient", "protection"),
        ("ec2:AuthorizeSecurityGroupIngress", "protection"),
        ("cloudwatch:DisableAlarmActions", "alarms"),
        ("cloudwatch:DeleteAlarms", "alarms"),
        ("guardduty:DeleteDetector", "alarms"),
        ("cloudtrail:StopLogging", "trail"),
        ("cloudtrail:PutEventSelectors", "trail"),
        ("logs:DeleteLogGroup", "trail"),
        ("logs:PutSubscriptionFilter", "trail"),
        ("logs:DeleteDataProtectionPolicy", "trail"),
        ("lambda:UpdateFunctionCode", "code"),
        ("lambda:UpdateFunctionConfiguration", "code"),
        ("lambda:PublishVersion", "code"),
        ("lambda:UpdateAlias", "code"),
        ("lambda:PublishLayerVersion", "code"),
        ("lambda:CreateEventSourceMapping", "code"),
        ("lambda:AddPermission", "code"),
        ("apigateway:PATCH", "code"),
        ("events:DisableRule", "code"),
        ("iam:AttachRolePolicy", "permissions"),
        ("iam:UpdateAssumeRolePolicy", "permissions"),
        ("ram:CreateResourceShare", "permissions"),
        ("ecr:SetRepositoryPolicy", "code"),
        ("glacier:SetVaultAccessPolicy", "permissions"),
        ("kms:CreateGrant", "grants"),
        ("sts:AssumeRole", "roles"),
        ("iam:PassRole", "passed"),
    ],
)
def test_what_undoes_is_asked_about(action: str, key: str) -> None:
    """Each by the question that says it best."""
    assert about_anything()[action.lower()].key == key


@pytest.mark.parametrize(
    "action",
    [
        "lambda:InvokeFunction",
        "sqs:SendMessage",
        "sqs:DeleteMessage",
        "sns:Publish",
        "dynamodb:PutItem",
        "dynamodb:DeleteItem",
        "s3:PutObject",
        "s3:DeleteObject",
        "kms:Decrypt",
        "kms:DescribeKey",
        "secretsmanager:GetSecretValue",
        "secretsmanager:PutSecretValue",
        "logs:CreateLogGroup",
        "logs:PutLogEvents",
        "cloudwatch:PutMetricData",
        "xray:PutTraceSegments",
        "states:StartExecution",
        "events:PutEvents",
        "ecr:BatchGetImage",
        "ecr:GetAuthorizationToken",
        "ec2:CreateNetworkInterface",
        "ec2:DeleteNetworkInterface",
        "cognito-idp:AdminCreateUser",
        "ssm:GetParameter",
        "cloudtrail:LookupEvents",
        "iam:GetRole",
        "iam:ChangePassword",
        "ses:SendEmail",
    ],
)
def test_daily_work_is_not_asked_about(action: str) -> None:
    """What programs do all day, on whatever is theirs."""
    assert named(action)
    assert action.lower() not in about_anything()


def test_reading_undoes_nothing() -> None:
    """Only what AWS itself grades as a change is asked about."""
    levels = {level(each) for each in about_anything()}
    assert levels == {"Write", "Permissions management"}


@pytest.mark.parametrize("question", CONTROL, ids=lambda each: each.key)
def test_each_pattern_names_something(question: Question) -> None:
    """A misspelt action would be asked about never."""
    for pattern in question.actions:
        assert set(about_anything()) & set(named(pattern)), pattern
    assert all(named(each) for each in question.but)
    assert not question.holders
    assert not question.kinds


def test_each_question_has_an_action_of_its_own() -> None:
    """The first that names an action has it; none may be left without."""
    assert {each.key for each in about_anything().values()} == {each.key for each in CONTROL}


def test_no_change_of_ec2_for_the_whole_account_is_nobodys_question() -> None:
    """Whatever EC2 changes without naming a thing is a setting of the account."""
    wide = {
        each
        for each in named("ec2:*")
        if level(each) in {"Write", "Permissions management"} and not takes_arns(each)
    }
    assert len(wide) > 40
    assert wide - about_anything().keys() == set()
