"""Where a stack lives and what its things are called.

Names and ARNs are made from text that is known before anything exists, so a policy document
can be read and judged at the first preview.
"""

from dataclasses import dataclass

from components.lib.regions import PARTITIONS, partition_of

_GLOBAL = {"iam"}
"""Services whose ARNs name no region."""


@dataclass(frozen=True)
class StackContext:
    """One stack in one account and region; `preflight.context_of` makes it from the settings.

    The last two belong to the stack as a whole: every log group keeps its lines as long, and
    everything that holds data is kept from deletion, or nothing is.
    """

    project: str
    stack: str
    account: str
    region: str
    owner: str
    log_retention_days: int
    protect: bool = True

    @property
    def partition(self) -> str:
        """`aws`, `aws-us-gov` or `aws-cn`: where the region's ARNs begin."""
        return partition_of(self.region)

    @property
    def dns_suffix(self) -> str:
        """What the names of the partition's endpoints end with."""
        return PARTITIONS[self.partition].dns_suffix

    def name(self, name: str) -> str:
        """The physical name of `name`: `<project>-<stack>-<name>`."""
        return f"{self.project}-{self.stack}-{name}"

    def arn(self, service: str, resource: str) -> str:
        """The ARN of a resource in this account, and region unless the service knows none."""
        region = "" if service in _GLOBAL else self.region
        return f"arn:{self.partition}:{service}:{region}:{self.account}:{resource}"

    def account_arn(self, account: str) -> str:
        """The ARN of an account as a whole, ours or another's in the same partition."""
        return f"arn:{self.partition}:iam::{account}:root"

    def bucket_arn(self, bucket: str) -> str:
        """The ARN of a bucket, which names no region and no account: its name is the world's."""
        return f"arn:{self.partition}:s3:::{bucket}"

    def arn_of_aws(self, service: str, resource: str) -> str:
        """The ARN of what AWS itself offers to every account."""
        return f"arn:{self.partition}:{service}::aws:{resource}"

    def endpoint(self, service: str) -> str:
        """The service as `kms:ViaService` names it, alike in every partition.

        As AWS's own CDK writes it (`kms.ViaServicePrincipal` in `aws-secretsmanager`).
        """
        return f"{service}.{self.region}.amazonaws.com"

    def regional_principal(self, service: str) -> str:
        """The principal of a service that is one for each region: CloudWatch Logs.

        All others are `<service>.amazonaws.com` in every partition (AWS CDK, `region-info`).
        """
        return f"{service}.{self.region}.{self.dns_suffix}"

    def sign_in(self, prefix: str) -> str:
        """The address of the user pool's domain `prefix`."""
        label = PARTITIONS[self.partition].sign_in
        return f"https://{prefix}.{label}.{self.region}.amazoncognito.com"

    def tags(self, data: str = "internal") -> dict[str, str]:
        """The tags of every resource that can carry some; `data` classifies what it holds."""
        return {
            "project": self.project,
            "environment": self.stack,
            "owner": self.owner,
            "data-classification": data,
        }
