"""Who may do what: the reviewed table of questions, and who of ours may answer "I".

Two kinds: what undoes a protection or changes what runs, on anything, which nobody who does a
program's daily work needs; and what is done to data, where the pack knows the data. The actions
are patterns over AWS's own table, and of these those that change something.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Final

from ..framework.actions import level, named, of_level
from ..framework.conditions import Context
from ..framework.documents import matches
from ..framework.tokens import KEY, MAIL_IDENTITY, SECRET, TABLE

_CHANGES: Final = frozenset({"Write", "Permissions management"})
_FUNCTION_ROLE: Final = "*::tillstack:index:PackagedFunction$aws:iam/role:Role::*-{}-role"


@dataclass(frozen=True, eq=False)
class Question:
    """One thing that can be done."""

    key: str
    """Its name in the rule's settings."""
    say: str
    """After "It can"."""
    actions: tuple[str, ...]
    """Patterns; of a question about anything, only what changes something counts."""
    but: tuple[str, ...] = ()
    """Patterns of what is daily work."""
    kinds: tuple[str, ...] = ()
    """Types of the things that it is about; none: about anything at all."""
    things: tuple[str, ...] = ()
    """Patterns of URNs: which things of ours."""
    classified: bool = False
    """Whether it is also about whatever is tagged as confidential and is not kept for a while."""
    context: Context = field(default_factory=dict)
    """What is known of the request."""
    holders: tuple[str, ...] = ()
    """Patterns of URNs: who of ours may."""


def _roles(*functions: str) -> tuple[str, ...]:
    return tuple(_FUNCTION_ROLE.format(each) for each in functions)


_PAYMENTS: Final = "*$aws:dynamodb/table:Table::ledger-payments"
_ENTRIES: Final = "*$aws:dynamodb/table:Table::ledger-entries"
_SEALING: Final = "*$aws:kms/key:Key::keys-sealing"
_PSP: Final = "*$aws:secretsmanager/secret:Secret::psp-secret"
_WEBHOOK: Final = "*$aws:secretsmanager/secret:Secret::psp-webhook-secret"
_IDENTITY: Final = "tillstack:index:Notifier$aws:sesv2/emailIdentity:EmailIdentity"
_READ: Final = ("dynamodb:GetItem", "dynamodb:BatchGetItem", "dynamodb:Query")
_OPEN: Final = ("kms:Decrypt", "kms:ReEncryptFrom")
_SECRET: Final = ("secretsmanager:GetSecretValue", "secretsmanager:BatchGetSecretValue")
_WORKERS: Final = ("process-payment", "process-dead-letter")
_BOOKING: Final = (*_WORKERS, "accept-payment", "cancel-payment", "notify-customer",
                   "operate-payments", "receive-email-event")  # fmt: skip
_DIRECT: Final[Context] = {"kms:viaservice": None}

DATA: Final = (
    Question(
        "ledger",
        "read payments",
        _READ,
        kinds=(TABLE,),
        things=(_PAYMENTS,),
        holders=_roles(
            *_BOOKING, "read-payments", "receive-webhook", "reconcile-payments", "sweep-payments"
        ),
    ),
    Question(
        "entries",
        "read the ledger's entries",
        _READ,
        kinds=(TABLE,),
        things=(_ENTRIES,),
        holders=_roles(
            *_WORKERS, "notify-customer", "operate-payments", "read-payments", "reconcile-payments"
        ),
    ),
    Question(
        "ledger-whole",
        "read the ledger as a whole",
        ("dynamodb:Scan", "dynamodb:PartiQLSelect", "dynamodb:GetRecords", "dynamodb:CreateBackup",
         "dynamodb:ExportTableToPointInTime", "dynamodb:StartAwsBackupJob",
         "dynamodb:Restore*", "dynamodb:EnableKinesisStreamingDestination"),
        kinds=(TABLE,),
        things=(_PAYMENTS, _ENTRIES),
    ),
    Question(
        "payments-write",
        "write payments",
        ("dynamodb:PutItem", "dynamodb:UpdateItem", "dynamodb:PartiQLInsert",
         "dynamodb:PartiQLUpdate"),
        kinds=(TABLE,),
        things=(_PAYMENTS,),
        holders=_roles(*_BOOKING, "sweep-payments"),
    ),
    Question(
        "entries-write",
        "write the ledger's entries",
        ("dynamodb:PutItem", "dynamodb:UpdateItem", "dynamodb:PartiQLInsert",
         "dynamodb:PartiQLUpdate"),
        kinds=(TABLE,),
        things=(_ENTRIES,),
        holders=_roles(*_BOOKING),
    ),
    Question(
        "rows",
        "destroy rows that must stay",
        ("dynamodb:DeleteItem", "dynamodb:BatchWriteItem", "dynamodb:PartiQLDelete"),
        kinds=(TABLE,),
        things=(_PAYMENTS, _ENTRIES),
        classified=True,
    ),
    Question(
        "payment-method",
        "open a sealed payment method",
        _OPEN,
        kinds=(KEY,),
        things=(_SEALING,),
        context={**_DIRECT, "kms:encryptioncontext:purpose": "payment_method"},
        holders=_roles(*_WORKERS),
    ),
    Question(
        "customer",
        "open a sealed customer",
        _OPEN,
        kinds=(KEY,),
        things=(_SEALING,),
        context={**_DIRECT, "kms:encryptioncontext:purpose": "customer"},
        holders=_roles("notify-customer"),
    ),
    Question(
        "psp-key",
        "read the key of the payment service",
        _SECRET,
        kinds=(SECRET,),
        things=(_PSP,),
        holders=_roles(*_WORKERS, "operate-payments", "reconcile-payments"),
    ),
    Question(
        "webhook-key",
        "read what signs the payment service's events",
        _SECRET,
        kinds=(SECRET,),
        things=(_WEBHOOK,),
        holders=_roles("receive-webhook"),
    ),
    Question(
        "mail",
        "send mail in our name",
        ("ses:Send*",),
        kinds=(MAIL_IDENTITY,),
        things=(f"*::{_IDENTITY}::*",),
        holders=_roles("notify-customer"),
    ),
)  # fmt: skip
"""About the data that we know, and that a rule's `things` add."""

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


@cache
def actions(question: Question) -> tuple[str, ...]:
    """The actions, lower case, of a question about data."""
    return tuple(dict.fromkeys(each for p in question.actions for each in named(p)))
