"""IAM."""

from typing import Any, ClassVar

from local.resources._base import Cloud, Found, Inputs, Made, ResourceKind, State
from local.resources._live import ask, changes, retag, tag_map, told

_GONE = "NoSuchEntity"
# What UpdateRole takes, and what IAM gives a role that names nothing.
_UNSET = {"Description": "", "MaxSessionDuration": 3600}


class Role(ResourceKind):
    """A role; what it may do comes from its policies, which the emulator enforces."""

    replaced_by: ClassVar[frozenset[str]] = frozenset({"name", "path"})

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
        return name, _role_outputs(made)

    @staticmethod
    def read(physical: str, state: State, cloud: Cloud) -> Found | None:
        """GetRole, which also tells the tags."""
        answer = ask(cloud.client("iam").get_role, _GONE, RoleName=physical)
        if answer is None:
            return None
        role = answer["Role"]
        boundary = role.get("PermissionsBoundary", {}).get("PermissionsBoundaryArn")
        return told(
            state,
            {
                **_role_outputs(role),
                "name": role["RoleName"],
                "path": role["Path"],
                "assumeRolePolicy": role["AssumeRolePolicyDocument"],
                "description": role.get("Description", ""),
                "maxSessionDuration": role["MaxSessionDuration"],
                "permissionsBoundary": boundary,
                "tags": tag_map(role.get("Tags", [])),
            },
        )

    @staticmethod
    def update(physical: str, old: State, inputs: Inputs, cloud: Cloud) -> Found:
        """UpdateAssumeRolePolicy, UpdateRole, the boundary and the tags, each if it changed."""
        iam = cloud.client("iam")
        inputs.skip("forceDetachPolicies", "tagsAll", *Role.replaced_by)
        trust = inputs.need("assumeRolePolicy")
        if trust != old.get("assumeRolePolicy"):
            iam.update_assume_role_policy(RoleName=physical, PolicyDocument=trust)
        settings = ("description", "maxSessionDuration")
        before = inputs.nested(old)
        if changed := changes(before.params(*settings), inputs.params(*settings), _UNSET):
            iam.update_role(RoleName=physical, **changed)
        _bound(iam, physical, before, inputs)
        retag(
            old,
            inputs.take("tags"),
            lambda tags: iam.tag_role(
                RoleName=physical,
                Tags=[{"Key": key, "Value": value} for key, value in tags.items()],
            ),
            lambda keys: iam.untag_role(RoleName=physical, TagKeys=keys),
        )
        return _role_outputs(iam.get_role(RoleName=physical)["Role"])

    @staticmethod
    def delete(physical: str, state: State, cloud: Cloud) -> None:
        """DeleteRole, which IAM refuses while policies are on it, unless they may be taken off."""
        iam = cloud.client("iam")
        if state.get("forceDetachPolicies"):
            _strip(iam, physical)
        ask(iam.delete_role, _GONE, RoleName=physical)


def _role_outputs(role: dict[str, Any]) -> Found:
    return {"arn": role["Arn"], "uniqueId": role["RoleId"]}


def _bound(iam: Any, role: str, before: Inputs, inputs: Inputs) -> None:
    boundary = inputs.take("permissionsBoundary")
    if boundary == before.take("permissionsBoundary"):
        return
    if boundary:
        iam.put_role_permissions_boundary(RoleName=role, PermissionsBoundary=boundary)
    else:
        iam.delete_role_permissions_boundary(RoleName=role)


def _strip(iam: Any, role: str) -> None:
    """Take every policy off a role, if it is there."""
    inline = ask(iam.list_role_policies, _GONE, RoleName=role) or {"PolicyNames": []}
    for name in inline["PolicyNames"]:
        iam.delete_role_policy(RoleName=role, PolicyName=name)
    managed = ask(iam.list_attached_role_policies, _GONE, RoleName=role) or {"AttachedPolicies": []}
    for one in managed["AttachedPolicies"]:
        iam.detach_role_policy(RoleName=role, PolicyArn=one["PolicyArn"])


class RolePolicy(ResourceKind):
    """One inline policy of a role."""

    replaced_by: ClassVar[frozenset[str]] = frozenset({"name", "role"})

    @staticmethod
    def create(inputs: Inputs, cloud: Cloud) -> Made:
        """PutRolePolicy."""
        role, name = inputs.need("role"), inputs.need("name")
        cloud.client("iam").put_role_policy(
            RoleName=role, PolicyName=name, PolicyDocument=inputs.need("policy")
        )
        return f"{role}:{name}", {}

    @staticmethod
    def read(physical: str, state: State, cloud: Cloud) -> Found | None:
        """GetRolePolicy."""
        role, _, name = physical.partition(":")
        iam = cloud.client("iam")
        answer = ask(iam.get_role_policy, _GONE, RoleName=role, PolicyName=name)
        return answer and told(
            state, {"role": role, "name": name, "policy": answer["PolicyDocument"]}
        )

    @staticmethod
    def update(physical: str, old: State, inputs: Inputs, cloud: Cloud) -> Found:
        """PutRolePolicy, which replaces the document."""
        RolePolicy.create(inputs, cloud)
        return {}

    @staticmethod
    def delete(physical: str, state: State, cloud: Cloud) -> None:
        """DeleteRolePolicy."""
        role, _, name = physical.partition(":")
        ask(cloud.client("iam").delete_role_policy, _GONE, RoleName=role, PolicyName=name)


class RolePolicyAttachment(ResourceKind):
    """A managed policy on a role."""

    replaced_by: ClassVar[frozenset[str]] = frozenset({"role", "policyArn"})

    @staticmethod
    def create(inputs: Inputs, cloud: Cloud) -> Made:
        """AttachRolePolicy."""
        role, policy = inputs.need("role"), inputs.need("policyArn")
        cloud.client("iam").attach_role_policy(RoleName=role, PolicyArn=policy)
        return f"{role}/{policy}", {}

    @staticmethod
    def read(physical: str, state: State, cloud: Cloud) -> Found | None:
        """ListAttachedRolePolicies."""
        role, _, policy = physical.partition("/")
        answer = ask(cloud.client("iam").list_attached_role_policies, _GONE, RoleName=role)
        attached = [one["PolicyArn"] for one in (answer or {}).get("AttachedPolicies", [])]
        return told(state, {"role": role, "policyArn": policy}) if policy in attached else None

    @staticmethod
    def delete(physical: str, state: State, cloud: Cloud) -> None:
        """DetachRolePolicy."""
        role, _, policy = physical.partition("/")
        ask(cloud.client("iam").detach_role_policy, _GONE, RoleName=role, PolicyArn=policy)


KINDS = {
    "aws:iam/role:Role": Role,
    "aws:iam/rolePolicy:RolePolicy": RolePolicy,
    "aws:iam/rolePolicyAttachment:RolePolicyAttachment": RolePolicyAttachment,
}
