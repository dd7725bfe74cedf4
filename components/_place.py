"""Where a stack lives and what its things are called.

Names and ARNs are made from text that is known before anything exists, so a policy document
can be read and judged at the first preview.
"""

from dataclasses import dataclass
from typing import Self

import pulumi

from components._settings import Home


@dataclass(frozen=True)
class Place:
    """One stack in one account and region.

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

    @classmethod
    def of(cls, home: Home) -> Self:
        """The place of the stack that is being deployed."""
        return cls(
            project=pulumi.get_project(),
            stack=pulumi.get_stack(),
            account=home.account,
            region=home.region,
            owner=home.owner,
            log_retention_days=home.log_retention_days,
            protect=home.protect,
        )

    def name(self, thing: str) -> str:
        """The physical name of `thing`: `<project>-<stack>-<thing>`."""
        return f"{self.project}-{self.stack}-{thing}"

    def arn(self, service: str, resource: str) -> str:
        """The ARN of a resource in this account and region."""
        return f"arn:aws:{service}:{self.region}:{self.account}:{resource}"

    def endpoint(self, service: str) -> str:
        """The service's principal as `kms:ViaService` names it, with the region in it."""
        return f"{service}.{self.region}.amazonaws.com"

    def tags(self, data: str = "internal") -> dict[str, str]:
        """The tags of every resource that can carry some; `data` classifies what it holds."""
        return {
            "project": self.project,
            "environment": self.stack,
            "owner": self.owner,
            "data-classification": data,
        }
