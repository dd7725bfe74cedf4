"""IAM."""

import pulumi_aws as aws

from local.resources._base import Cloud, Inputs, Kind, Made


class Role(Kind):
    """A role; what it may do comes from its policies, which the emulator enforces."""

    @staticmethod
    def create(inputs: Inputs, cloud: Cloud) -> Made:
        """CreateRole."""
        inputs.skip("forceDetachPolicies")
        name = inputs.need("name")
        made = cloud.client("iam").create_role(
            RoleName=name,
            AssumeRolePolicyDocument=inputs.need("assumeRolePolicy"),
            Tags=inputs.tags(),
            **inputs.params("description", "maxSessionDuration", "path", "permissionsBoundary"),
        )["Role"]
        return name, {"arn": made["Arn"], "uniqueId": made["RoleId"]}


class RolePolicy(Kind):
    """One inline policy of a role."""

    @staticmethod
    def create(inputs: Inputs, cloud: Cloud) -> Made:
        """PutRolePolicy."""
        role, name = inputs.need("role"), inputs.need("name")
        cloud.client("iam").put_role_policy(
            RoleName=role, PolicyName=name, PolicyDocument=inputs.need("policy")
        )
        return f"{role}:{name}", {}


class RolePolicyAttachment(Kind):
    """A managed policy on a role."""

    @staticmethod
    def create(inputs: Inputs, cloud: Cloud) -> Made:
        """AttachRolePolicy."""
        role, policy = inputs.need("role"), inputs.need("policyArn")
        cloud.client("iam").attach_role_policy(RoleName=role, PolicyArn=policy)
        return f"{role}/{policy}", {}


KINDS = {
    aws.iam.Role: Role,
    aws.iam.RolePolicy: RolePolicy,
    aws.iam.RolePolicyAttachment: RolePolicyAttachment,
}
