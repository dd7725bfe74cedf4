"""Who did what in the account, kept where nobody can change it."""

from collections.abc import Sequence
from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components.core import PaymentCore
from components.lib import limits
from components.lib.bucket_names import audit_buckets
from components.lib.context import StackContext
from components.lib.iam import (
    Statement,
    account_decides,
    allow,
    allow_service,
    document,
    from_source,
    trust,
)
from components.lib.outputs import StackDefaults
from components.parts.audit_alarms import audit_alarms
from components.parts.audit_buckets import audit_bucket
from components.parts.function import PackagedFunction
from components.parts.kms_key import kms_key
from components.parts.log_group import log_group

_WRITER = "cloudtrail.amazonaws.com"


@dataclass(frozen=True)
class AuditTrailArgs:
    """Whose reading and calling is written down beside what is done to the account."""

    defaults: StackDefaults
    table_arns: Sequence[str]
    bucket_arns: Sequence[str]
    functions: Sequence[PackagedFunction]


class AuditTrail(pulumi.ComponentResource):
    """The account's audit trail: every region and service; the stack's tables, functions, roots.

    Creates: a CloudTrail trail, its key, its log group with a role, filters and alarms; a bucket
    that holds what the trail writes, and one that says who read there.
    Guarantees: no management event is left out; what was written can't be changed or deleted by
    anybody, AWS's root user included, as long as logs are kept (S3 Object Lock, COMPLIANCE);
    digests show a file that is missing; an alarm rings on root's use, a key that is disabled, and
    changes of the trail, of rights and of buckets' policies.
    """

    bucket: pulumi.Output[str]
    trail_arn: pulumi.Output[str]

    def __init__(
        self, name: str, args: AuditTrailArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("tillstack:index:AuditTrail", name, None, opts)
        defaults, context = args.defaults, args.defaults.context
        key = kms_key(self, f"{name}-key", context, "audit", "the audit trail", _key(context))
        kept, read = map(context.name, audit_buckets(context.account))
        trail_arn = _trail_arn(context)
        bucket = audit_bucket(self, name, context, key, physical=(kept, read), trail_arn=trail_arn)
        group = f"/aws/cloudtrail/{context.name('audit')}"
        logs = log_group(self, name, group, defaults)
        role, may_write = self._writer(name, context, group)
        trail = aws.cloudtrail.Trail(
            f"{name}-trail",
            name=context.name("audit"),
            s3_bucket_name=bucket.name,
            kms_key_id=key.arn,
            is_multi_region_trail=True,
            include_global_service_events=True,
            enable_logging=True,
            enable_log_file_validation=True,
            cloud_watch_logs_group_arn=logs.arn.apply(lambda arn: f"{arn}:*"),
            cloud_watch_logs_role_arn=role.arn,
            advanced_event_selectors=_selectors(context, args, kept),
            tags=context.tags("confidential"),
            # CloudTrail tries the bucket and the role before it takes them.
            opts=pulumi.ResourceOptions(
                parent=self, protect=context.protect, depends_on=[*bucket.ready, may_write]
            ),
        )
        audit_alarms(self, name, defaults, logs)
        self.bucket, self.trail_arn = bucket.name, trail.arn
        self.register_outputs({"bucket": self.bucket, "trail_arn": self.trail_arn})

    def _writer(
        self, name: str, context: StackContext, group: str
    ) -> tuple[aws.iam.Role, aws.iam.RolePolicy]:
        """The role by which CloudTrail writes into the log group, and its one right."""
        child = pulumi.ResourceOptions(parent=self)
        role = aws.iam.Role(
            f"{name}-role",
            name=context.name("audit-trail"),
            # CloudTrail names no source when it takes the role, which only this account can pass.
            assume_role_policy=trust(_WRITER),
            tags=context.tags("confidential"),
            opts=child,
        )
        # All regions' events come through the trail's home region, under its name.
        stream = f"{context.account}_CloudTrail_{context.region}*"
        may_write = aws.iam.RolePolicy(
            f"{name}-write-logs",
            name="write-logs",
            role=role.name,
            policy=document(
                allow(
                    ["logs:CreateLogStream", "logs:PutLogEvents"],
                    [context.arn("logs", f"log-group:{group}:log-stream:{stream}")],
                )
            ),
            opts=child,
        )
        return role, may_write


def with_audit_trail(
    name: str, core: PaymentCore, functions: Sequence[PackagedFunction], bucket_arns: Sequence[str]
) -> None:
    """The audit trail, if the settings ask for one."""
    if core.settings.audit_trail:
        tables = [*core.ledger.table_arns, core.directory.table_arn]
        AuditTrail(name, AuditTrailArgs(core.defaults, tables, bucket_arns, functions))


def _trail_arn(context: StackContext) -> str:
    return context.arn("cloudtrail", f"trail/{context.name('audit')}")


def _key(context: StackContext) -> dict[str, object]:
    """CloudTrail encrypts for this trail; the log files are read by whom the account lets.

    As in its guide, "Configure AWS KMS key policies for CloudTrail": a bucket key needs Decrypt.
    """
    ours = from_source(_trail_arn(context))
    trails = context.arn("cloudtrail", "trail/*").replace(f":{context.region}:", ":*:")
    statements: list[Statement] = [
        allow_service(
            _WRITER,
            ["kms:GenerateDataKey*"],
            "*",
            {**ours, "StringLike": {"kms:EncryptionContext:aws:cloudtrail:arn": trails}},
        ),
        allow_service(_WRITER, ["kms:Decrypt", "kms:DescribeKey"], "*", ours),
    ]
    return {
        "enable_key_rotation": True,
        "rotation_period_in_days": limits.KEY_ROTATION_DAYS,
        "policy": document(account_decides(context), *statements),
    }


def _selectors(
    context: StackContext, args: AuditTrailArgs, bucket: str
) -> list[aws.cloudtrail.TrailAdvancedEventSelectorArgs]:
    """All management events, and what is read, written and called here.

    By the beginnings of ARNs: an index is a part of its table, a version one of its function.
    """
    functions = [context.arn("lambda", f"function:{each.service}") for each in args.functions]
    buckets = [context.bucket_arn(bucket), *args.bucket_arns]
    return [
        _selector("management", {"eventCategory": ["Management"]}),
        _data("tables", "AWS::DynamoDB::Table", args.table_arns),
        _data("functions", "AWS::Lambda::Function", functions),
        _data("buckets", "AWS::S3::Object", [f"{each}/" for each in buckets]),
    ]


def _data(
    name: str, kind: str, arns: Sequence[str]
) -> aws.cloudtrail.TrailAdvancedEventSelectorArgs:
    equal = {"eventCategory": ["Data"], "resources.type": [kind]}
    return _selector(name, equal, {"resources.ARN": arns})


def _selector(
    name: str,
    equal: dict[str, list[str]],
    begin: dict[str, Sequence[str]] | None = None,
) -> aws.cloudtrail.TrailAdvancedEventSelectorArgs:
    field = aws.cloudtrail.TrailAdvancedEventSelectorFieldSelectorArgs
    return aws.cloudtrail.TrailAdvancedEventSelectorArgs(
        name=name,
        field_selectors=[
            *(field(field=each, equals=values) for each, values in equal.items()),
            *(field(field=each, starts_withs=[*texts]) for each, texts in (begin or {}).items()),
        ],
    )
