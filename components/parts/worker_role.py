"""The role that instances of the fleet run as."""

import pulumi
import pulumi_aws as aws

from components.lib.context import StackContext
from components.lib.iam import trust
from components.parts.grantee import Grantee


class WorkerRole(Grantee):
    """A role for EC2, and the profile by which an instance has it.

    Guarantees: no permission of its own; whatever it may do is granted like a function's.
    """

    service: str
    profile: aws.iam.InstanceProfile

    def __init__(
        self, name: str, context: StackContext, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("tillstack:index:WorkerRole", name, None, opts)
        self._name = name
        self.service = context.name("workers")
        child = pulumi.ResourceOptions(parent=self)
        self._role = aws.iam.Role(
            f"{name}-role",
            name=self.service,
            assume_role_policy=trust("ec2.amazonaws.com"),
            tags=context.tags(),
            opts=child,
        )
        self.profile = aws.iam.InstanceProfile(
            f"{name}-profile",
            name=self.service,
            role=self._role.name,
            tags=context.tags(),
            opts=child,
        )
        self.register_outputs({"service": self.service, "profile": self.profile.name})
