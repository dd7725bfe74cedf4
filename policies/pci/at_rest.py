"""Rules about data at rest (PCI DSS v4.0.1, requirement 3.5.1)."""

from typing import Final

import pulumi
import pulumi_aws as aws
from pulumi_policy import (
    EnforcementLevel,
    PolicyComplianceFramework,
    ReportViolation,
    ResourceValidationArgs,
    ResourceValidationPolicy,
    Severity,
)

QUEUE: Final = pulumi.get_type_token(aws.sqs.Queue)
AWS_MANAGED: Final = "alias/aws/"


def check_queue_key(args: ResourceValidationArgs, report: ReportViolation) -> None:
    """A queue names a key of ours; unset fails, and so does a key that AWS manages."""
    if args.resource_type != QUEUE:
        return
    key = args.props.get("kmsMasterKeyId")
    if not key:
        report("Set kms_master_key_id to a customer-managed key: unset means AWS's own.", None)
    elif AWS_MANAGED in str(key):
        report("Set kms_master_key_id to a customer-managed key, not to one of alias/aws/.", None)


SQS_CMK_ENCRYPTION: Final = ResourceValidationPolicy(
    name="sqs-cmk-encryption",
    description="Queues are encrypted with a customer-managed key.",
    validate=check_queue_key,
    enforcement_level=EnforcementLevel.MANDATORY,
    severity=Severity.CRITICAL,
    framework=PolicyComplianceFramework(name="PCI DSS", version="4.0.1", reference="3.5.1"),
    remediation_steps="Pass the ARN of an aws.kms.Key as kms_master_key_id.",
)
