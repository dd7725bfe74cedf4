"""What undoes a protection or changes what runs: the reviewed table of rights.

On anything at all: nobody who does a program's daily work needs them. The actions are patterns
over AWS's own table, and of these those that change something.
"""

from collections.abc import Mapping
from functools import cache
from typing import Final

from ..framework.actions import level, named, of_level
from ..framework.documents import matches
from ._questions import Question

_CHANGES: Final = frozenset({"Write", "Permissions management"})

CONTROL: Final = (
    Question(
        "code",
        "change what runs",
        ("lambda:*", "events:*Rule", "events:*Targets", "states:*StateMachine*", "ecr:*Image*",
         "ecr:*Repository*", "ecs:*Service*", "ecs:*TaskDefinition*", "codebuild:*Project",
         "codedeploy:Create*", "codedeploy:Update*", "cloudformation:*Stack*",
         "cloudformation:ExecuteChangeSet", "apigateway:*", "ssm:SendCommand",
         "ssm:StartSession", "ssm:StartAutomationExecution", "ssm:*Document",
         "ec2-instance-connect:*", "ec2:ModifyInstanceAttribute", "ec2:*LaunchTemplate*",
         "signer:*Profile*", "signer:RevokeSignature"),
        but=("lambda:Invoke*", "lambda:*DurableExecution*", "states:*Execution*",
             "ecr:CompleteLayerUpload", "cloudformation:Signal*"),
    ),
    Question(
        "trail",
        "stop or alter the trail",
        ("cloudtrail:Delete*", "cloudtrail:Deregister*", "cloudtrail:Disable*",
         "cloudtrail:Put*", "cloudtrail:Stop*", "cloudtrail:Update*", "logs:Associate*",
         "logs:Delete*", "logs:Disassociate*", "logs:Put*", "logs:UpdateLogDelivery",
         "logs:UpdateDeliveryConfiguration", "ec2:DeleteFlowLogs", "config:Stop*",
         "config:Delete*", "config:PutConfigurationRecorder", "config:PutDeliveryChannel",
         "config:PutRetentionConfiguration"),
        but=("cloudtrail:*Dashboard*", "logs:PutLogEvents", "logs:*QueryDefinition",
             "logs:*LookupTable", "logs:DeleteScheduledQuery", "config:DeleteStoredQuery"),
    ),
    Question(
        "alarms",
        "silence an alarm",
        ("cloudwatch:Delete*", "cloudwatch:Disable*", "cloudwatch:PutMetricAlarm",
         "cloudwatch:PutCompositeAlarm", "cloudwatch:PutAlarmMuteRule",
         "cloudwatch:SetAlarmState", "cloudwatch:Stop*", "guardduty:Archive*",
         "guardduty:CreateFilter", "guardduty:Delete*", "guardduty:Disable*",
         "guardduty:Disassociate*", "guardduty:Stop*", "guardduty:Update*",
         "securityhub:BatchDisable*", "securityhub:Disable*", "securityhub:Disassociate*",
         "securityhub:UpdateStandardsControl", "inspector2:Disable*", "inspector2:CreateFilter",
         "macie2:Disable*", "access-analyzer:Delete*"),
        but=("cloudwatch:DeleteDashboards",),
    ),
    Question(
        "protection",
        "undo a protection",
        ("kms:Delete*", "kms:Disable*", "kms:Disconnect*", "kms:PutKeyPolicy",
         "kms:ScheduleKeyDeletion", "kms:Update*", "kms:ReplicateKey", "kms:RevokeGrant",
         "kms:RetireGrant", "xray:PutEncryptionConfig",
         "s3:Bypass*", "s3:DeleteBucket*", "s3:DeleteAccessPoint*", "s3:DeleteObjectVersion",
         "s3:Put*Acl", "s3:Put*Policy", "s3:Put*PublicAccessBlock", "s3:PutBucket*",
         "s3:Put*Configuration", "s3:PutObjectLegalHold", "s3:PutObjectRetention",
         "s3:UpdateObjectEncryption", "dynamodb:DeleteBackup", "dynamodb:DeleteTable*",
         "dynamodb:DeleteResourcePolicy", "dynamodb:PutResourcePolicy", "dynamodb:UpdateTable",
         "dynamodb:UpdateContinuousBackups", "dynamodb:UpdateTimeToLive",
         "dynamodb:Disable*", "dynamodb:UpdateGlobalTable*",
         "backup:Delete*", "backup:Disassociate*", "backup:Put*", "backup:Update*",
         "secretsmanager:DeleteSecret", "secretsmanager:*ResourcePolicy",
         "secretsmanager:CancelRotateSecret", "secretsmanager:Re*Replicat*",
         "secretsmanager:StopReplicationToReplica",
         "sqs:*Permission", "sqs:DeleteQueue", "sqs:PurgeQueue", "sqs:SetQueueAttributes",
         "sns:*Permission", "sns:DeleteTopic", "sns:PutDataProtectionPolicy",
         "sns:SetTopicAttributes", "wafv2:Delete*", "wafv2:Disassociate*", "wafv2:Put*",
         "wafv2:Update*", "waf:Delete*", "waf:Update*", "waf-regional:Delete*",
         "waf-regional:Update*", "waf-regional:Disassociate*", "shield:Delete*",
         "shield:Disable*", "shield:Disassociate*", "cognito-idp:*UserPool*",
         "cognito-idp:*ResourceServer", "cognito-idp:*WebACL",
         "cognito-idp:*IdentityProvider", "cognito-idp:SetRiskConfiguration",
         "cognito-idp:SetLogDeliveryConfiguration", "ses:Put*", "ses:Delete*Identity*",
         "ses:*EventDestination", "ses:Update*SendingEnabled", "acm:Delete*",
         "ec2:Authorize*", "ec2:Disable*", "ec2:*SecurityGroup*", "ec2:*InternetGateway",
         "ec2:*Route", "ec2:*NetworkAcl*", "ec2:*VpcEndpoint*", "ec2:ModifySnapshotAttribute",
         "ec2:ModifyImageAttribute", "rds:Delete*", "rds:Modify*", "ecs:DeleteCluster",
         "ecs:UpdateCluster*", "elasticloadbalancing:*Listener",
         "elasticloadbalancing:SetWebAcl", "elasticloadbalancing:SetSecurityGroups"),
        but=("kms:UpdateKeyDescription", "s3:PutAnalyticsConfiguration",
             "s3:PutMetricsConfiguration", "s3:PutIntelligentTieringConfiguration",
             "s3:PutStorageLensConfiguration", "ses:PutAccountDetails",
             "ses:PutSuppressedDestination"),
    ),
    Question(
        "permissions",
        "change who may do what",
        ("iam:*", "organizations:*", "ram:*", "sso:*", "account:*", "*:*resourcepolicy",
         "*:put*policy", "*:set*policy", "*:delete*policy", "*:*permission", "*:*permissions",
         "*:put*acl", "identitystore:*", "cognito-identity:set*roles",
         "cognito-identity:*identitypool"),
        but=("iam:passrole", "iam:changepassword", "iam:createservicelinkedrole",
             "*:get*", "*:list*", "*:validate*", "*:describe*"),
    ),
    Question(
        "grants",
        "hand the use of a key on",
        ("kms:CreateGrant",),
        # Only a service that acts for the caller asks for a grant like that.
        context={"kms:grantisforawsresource": "false"},
    ),
    Question(
        "roles",
        "take a role of others",
        ("sts:AssumeRole", "sts:AssumeRoot"),
    ),
    Question(
        "passed",
        "pass a role of others",
        ("iam:PassRole",),
    ),
    Question(
        "account",
        "change EC2 for the whole account",
        ("ec2:Enable*", "ec2:*Default*", "ec2:*BlockPublicAccess*", "ec2:*IdFormat",
         "ec2:*AllowedImages*", "ec2:*Byo*", "ec2:*Reserved*", "ec2:*Scheduled*", "ec2:*Bundle*",
         "ec2:*Spot*Subscription", "ec2:*Trunk*", "ec2:*EventNotificationAttributes",
         "ec2:*OrganizationsAccess", "ec2:*Address*Classic", "ec2:MoveAddressToVpc",
         "ec2:CancelConversionTask", "ec2:ConfirmProductInstance", "ec2:InjectApiError",
         "ec2:DeleteSubnetCidrReservation", "ec2:ExportTransitGatewayRoutes",
         "ec2:ModifyAvailabilityZoneGroup"),
    ),
)  # fmt: skip
"""About anything. A question that stands first has an action that two would have."""


@cache
def about_anything() -> Mapping[str, Question]:
    """Action, lower case → the question that is about it."""
    found: dict[str, Question] = {}
    for question in CONTROL:
        for action in _expanded(question):
            if not any(matches(each, action) for each in question.but):
                found.setdefault(action, question)
    return found


def _expanded(question: Question) -> list[str]:
    found: list[str] = []
    for pattern in question.actions:
        if pattern.startswith("*:"):
            # Of every service: what changes permissions, and only that.
            every = of_level("Permissions management")
            found += [each for each in every if matches(pattern, each)]
        else:
            found += [each for each in named(pattern) if level(each) in _CHANGES]
    return found
