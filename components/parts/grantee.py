"""Whoever is granted something: it has a role of its own, by the name of its service."""

from collections.abc import Sequence

import pulumi
import pulumi_aws as aws


class Grantee(pulumi.ComponentResource):
    """A component that runs as a role; a subclass makes the role before it is granted anything."""

    service: str
    """The physical name of it, and of its role."""
    _name: str
    _role: aws.iam.Role

    def grant(
        self, what: str, policy: pulumi.Input[str], after: Sequence[pulumi.Resource] = ()
    ) -> aws.iam.RolePolicy:
        """Attach one policy document, JSON; `what` is a verb and a thing: `send-payments`.

        `after`: what must be there before, and stays for as long.
        """
        return aws.iam.RolePolicy(
            f"{self._name}-{what}",
            name=what,
            role=self._role.name,
            policy=policy,
            opts=pulumi.ResourceOptions(parent=self, depends_on=[*after]),
        )
