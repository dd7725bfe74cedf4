"""Cognito user pools: the tokens of the merchants' clients."""

from typing import Any, ClassVar

from local.lib.partitions import dns_suffix
from local.resources._base import Cloud, Found, Inputs, Made, ResourceError, ResourceKind, State
from local.resources._live import ask, camel_keys, retag, told

_GONE = "ResourceNotFoundException"
_POOL_FIXED = ("aliasAttributes", "usernameAttributes", "usernameConfiguration")
_POOL = (
    "accountRecoverySetting",
    "adminCreateUserConfig",
    "autoVerifiedAttributes",
    "deletionProtection",
    "userPoolAddOns",
    "userPoolTier",
)
_MFA = ("mfaConfiguration", "softwareTokenMfaConfiguration")


def _cognito(cloud: Cloud) -> Any:
    return cloud.client("cognito-idp")


class UserPool(ResourceKind):
    """A user pool."""

    replaced_by: ClassVar[frozenset[str]] = frozenset({*_POOL_FIXED, "name"})

    @staticmethod
    def create(inputs: Inputs, cloud: Cloud) -> Made:
        """CreateUserPool, then SetUserPoolMfaConfig, without which MFA has no second factor."""
        inputs.skip("tagsAll")
        mfa = inputs.params(*_MFA)
        made = _cognito(cloud).create_user_pool(
            **inputs.rename({"name": "PoolName", "tags": "UserPoolTags"}),
            **_pool_settings(inputs),
            **inputs.params(*_POOL_FIXED),
        )["UserPool"]
        if mfa:
            _cognito(cloud).set_user_pool_mfa_config(UserPoolId=made["Id"], **mfa)
        return made["Id"], _pool_outputs(made["Id"], made["Arn"], cloud)

    @staticmethod
    def read(physical: str, state: State, cloud: Cloud) -> Found | None:
        """DescribeUserPool and GetUserPoolMfaConfig."""
        client = _cognito(cloud)
        answer = ask(client.describe_user_pool, _GONE, UserPoolId=physical)
        if answer is None:
            return None
        live = camel_keys(answer["UserPool"])
        mfa = camel_keys(client.get_user_pool_mfa_config(UserPoolId=physical))
        return told(
            state,
            {
                **{key: live.get(key) for key in (*_POOL_FIXED, *_POOL, "name")},
                **{key: mfa.get(key) for key in _MFA},
                **_pool_outputs(physical, live["arn"], cloud),
                "passwordPolicy": live.get("policies", {}).get("passwordPolicy"),
                "tags": answer["UserPool"].get("UserPoolTags", {}),
            },
        )

    @staticmethod
    def update(physical: str, old: State, inputs: Inputs, cloud: Cloud) -> Found:
        """UpdateUserPool with everything, as it forgets what is left out; MFA and tags."""
        client = _cognito(cloud)
        inputs.skip("tagsAll", *UserPool.replaced_by)
        mfa = inputs.params(*_MFA) or {"MfaConfiguration": "OFF"}
        client.update_user_pool(UserPoolId=physical, **_pool_settings(inputs))
        client.set_user_pool_mfa_config(UserPoolId=physical, **mfa)
        retag(
            old,
            inputs.take("tags"),
            lambda tags: client.tag_resource(ResourceArn=old["arn"], Tags=tags),
            lambda keys: client.untag_resource(ResourceArn=old["arn"], TagKeys=keys),
        )
        return _pool_outputs(physical, old["arn"], cloud)

    @staticmethod
    def delete(physical: str, state: State, cloud: Cloud) -> None:
        """DeleteUserPool.

        Raises:
            ResourceError: the pool is protected; AWS refuses then, and the emulator does not.
        """
        answer = ask(_cognito(cloud).describe_user_pool, _GONE, UserPoolId=physical)
        if answer and answer["UserPool"].get("DeletionProtection") == "ACTIVE":
            message = f"The user pool {physical} has deletion protection: switch it off first."
            raise ResourceError(message)
        ask(_cognito(cloud).delete_user_pool, _GONE, UserPoolId=physical)


def _pool_settings(inputs: Inputs) -> dict[str, Any]:
    values = inputs.params(*_POOL)
    if password := inputs.take("passwordPolicy"):
        values["Policies"] = {"PasswordPolicy": inputs.nested(password).params(*password)}
    return values


def _pool_outputs(pool: str, pool_arn: str, cloud: Cloud) -> Found:
    host = f"cognito-idp.{cloud.region}.{dns_suffix(cloud.region)}"
    return {"arn": pool_arn, "endpoint": f"{host}/{pool}"}


class UserPoolDomain(ResourceKind):
    """The host of the token endpoint; the emulator serves it at `<endpoint>/oauth2/token`."""

    replaced_by: ClassVar[frozenset[str]] = frozenset({"domain", "userPoolId"})

    @staticmethod
    def create(inputs: Inputs, cloud: Cloud) -> Made:
        """CreateUserPoolDomain."""
        domain = inputs.need("domain")
        _cognito(cloud).create_user_pool_domain(
            Domain=domain, **inputs.params("managedLoginVersion", "userPoolId")
        )
        return domain, {"awsAccountId": cloud.account_id}

    @staticmethod
    def read(physical: str, state: State, cloud: Cloud) -> Found | None:
        """DescribeUserPoolDomain, whose answer is empty where there is none."""
        live = _cognito(cloud).describe_user_pool_domain(Domain=physical)["DomainDescription"]
        if not live:
            return None
        return told(state, {**camel_keys(live), "awsAccountId": live["AWSAccountId"]})

    @staticmethod
    def update(physical: str, old: State, inputs: Inputs, cloud: Cloud) -> Found:
        """UpdateUserPoolDomain; the older login is 1."""
        inputs.skip("domain")
        version = {"ManagedLoginVersion": 1} | inputs.params("managedLoginVersion")
        _cognito(cloud).update_user_pool_domain(
            Domain=physical, **inputs.params("userPoolId"), **version
        )
        return {"awsAccountId": cloud.account_id}

    @staticmethod
    def delete(physical: str, state: State, cloud: Cloud) -> None:
        """DeleteUserPoolDomain."""
        where = {"Domain": physical, "UserPoolId": state["userPoolId"]}
        ask(_cognito(cloud).delete_user_pool_domain, _GONE, **where)


class ResourceServer(ResourceKind):
    """An API and its scopes."""

    replaced_by: ClassVar[frozenset[str]] = frozenset({"identifier", "name", "userPoolId"})

    @staticmethod
    def create(inputs: Inputs, cloud: Cloud) -> Made:
        """CreateResourceServer."""
        params = inputs.params("identifier", "name", "scopes", "userPoolId")
        made = _cognito(cloud).create_resource_server(**params)["ResourceServer"]
        return f"{made['UserPoolId']}|{made['Identifier']}", _server_outputs(made)

    @staticmethod
    def read(physical: str, state: State, cloud: Cloud) -> Found | None:
        """DescribeResourceServer."""
        describe = _cognito(cloud).describe_resource_server
        answer = ask(describe, _GONE, **_server(state))
        if answer is None:
            return None
        live = answer["ResourceServer"]
        return told(state, {**camel_keys(live), **_server_outputs(live)})

    @staticmethod
    def update(physical: str, old: State, inputs: Inputs, cloud: Cloud) -> Found:
        """UpdateResourceServer."""
        params = {"Scopes": []} | inputs.params("identifier", "name", "scopes", "userPoolId")
        made = _cognito(cloud).update_resource_server(**params)["ResourceServer"]
        return _server_outputs(made)

    @staticmethod
    def delete(physical: str, state: State, cloud: Cloud) -> None:
        """DeleteResourceServer."""
        ask(_cognito(cloud).delete_resource_server, _GONE, **_server(state))


def _server(state: State) -> dict[str, str]:
    return {"UserPoolId": state["userPoolId"], "Identifier": state["identifier"]}


def _server_outputs(made: State) -> Found:
    scopes = [one["ScopeName"] for one in made.get("Scopes", [])]
    return {"scopeIdentifiers": [f"{made['Identifier']}/{scope}" for scope in scopes]}


KINDS = {
    "aws:cognito/resourceServer:ResourceServer": ResourceServer,
    "aws:cognito/userPool:UserPool": UserPool,
    "aws:cognito/userPoolDomain:UserPoolDomain": UserPoolDomain,
}
