"""What somebody must hear of at once: the trail's log is searched for it, and an alarm rings."""

from collections.abc import Mapping
from typing import NamedTuple

import pulumi
import pulumi_aws as aws

from components.lib.outputs import StackDefaults
from components.parts.alarm import Watch, alarm
from runtime.contract.metrics import Said, Severity

_ROOT = (
    '($.userIdentity.type = "Root") && ($.userIdentity.invokedBy NOT EXISTS) && '
    '($.eventType != "AwsServiceEvent")'
)
"""Not what AWS does by itself in the account (CIS AWS Foundations Benchmark, "Monitoring")."""


class _Calls(NamedTuple):
    """Calls that somebody must hear of, and what the alarm says."""

    description: str
    names: Mapping[str, str]
    """Service → actions, by a space; `*` ends one that stands for all that begin so."""

    @property
    def pattern(self) -> str:
        """As CloudWatch Logs reads it."""
        return " || ".join(
            f'(($.eventSource = "{service}.amazonaws.com") && ('
            + " || ".join(f'($.eventName = "{each}")' for each in actions.split())
            + "))"
            for service, actions in self.names.items()
        )


_CALLS: Mapping[str, _Calls] = {
    "audit-keys-disabled": _Calls(
        "A KMS key was disabled or is to be deleted",
        {"kms": "DisableKey ScheduleKeyDeletion DeleteImportedKeyMaterial"},
    ),
    "audit-trail-changed": _Calls(
        "The audit trail, or what listens to it, was changed",
        {
            "cloudtrail": "CreateTrail UpdateTrail DeleteTrail StartLogging StopLogging "
            "PutEventSelectors",
            "logs": "DeleteLogGroup DeleteMetricFilter",
            "monitoring": "DeleteAlarms DisableAlarmActions",
        },
    ),
    "audit-rights-changed": _Calls(
        "Rights of a role, user or group were changed; a deployment does that too",
        {
            "iam": "Attach* Detach* Put* CreatePolicy* DeletePolicy* DeleteRolePolicy "
            "DeleteUserPolicy DeleteGroupPolicy DeleteRolePermissionsBoundary "
            "DeleteUserPermissionsBoundary SetDefaultPolicyVersion UpdateAssumeRolePolicy",
        },
    ),
    "audit-bucket-policies-changed": _Calls(
        "Who may enter a bucket was changed",
        {
            "s3": "PutBucketPolicy DeleteBucketPolicy PutBucketAcl "
            "PutBucketPublicAccessBlock DeleteBucketPublicAccessBlock",
        },
    ),
}
"""Alarm → the calls that ring it; a call that was refused rings too."""

_PAGES = ("audit-keys-disabled", "audit-root-use", "audit-trail-changed")
"""A deployment does none of these."""


def audit_alarms(
    parent: pulumi.ComponentResource,
    name: str,
    defaults: StackDefaults,
    logs: aws.cloudwatch.LogGroup,
) -> None:
    """A filter on the trail's log group and an alarm for each, below `parent`.

    The first event rings, whatever the region: CloudTrail tells it within minutes.
    """
    watched = {
        "audit-root-use": ("The account's root user did something", _ROOT),
        **{which: (calls.description, calls.pattern) for which, calls in _CALLS.items()},
    }
    namespace = defaults.context.name("audit")
    for which, (description, pattern) in watched.items():
        short = which.removeprefix("audit-")
        aws.cloudwatch.LogMetricFilter(
            f"{name}-{short}-filter",
            name=short,
            log_group_name=logs.name,
            pattern=f"{{ {pattern} }}",
            metric_transformation={"name": short, "namespace": namespace, "value": "1"},
            opts=pulumi.ResourceOptions(parent=parent),
        )
        severity = Severity.PAGE if which in _PAGES else Severity.TICKET
        said = Said(f"{description}.", "audit-alarms", severity)
        watch = Watch(which, said, namespace, short, {})
        alarm(parent, f"{name}-{short}", defaults, watch)
