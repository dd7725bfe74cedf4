"""Cognito app clients: one per merchant."""

from typing import Any, ClassVar

from local.resources._base import Cloud, Found, Inputs, Made, ResourceKind, State, pascal
from local.resources._live import ask, camel_keys, told

_GONE = "ResourceNotFoundException"
_NAMES = {
    "allowedOauthFlows": "AllowedOAuthFlows",
    "allowedOauthFlowsUserPoolClient": "AllowedOAuthFlowsUserPoolClient",
    "allowedOauthScopes": "AllowedOAuthScopes",
    "callbackUrls": "CallbackURLs",
    "logoutUrls": "LogoutURLs",
    "name": "ClientName",
}
_SAME = (
    "accessTokenValidity",
    "authSessionValidity",
    "enableTokenRevocation",
    "explicitAuthFlows",
    "idTokenValidity",
    "preventUserExistenceErrors",
    "readAttributes",
    "refreshTokenValidity",
    "supportedIdentityProviders",
    "tokenValidityUnits",
    "userPoolId",
    "writeAttributes",
)


class UserPoolClient(ResourceKind):
    """One client of the API, with its secret."""

    secret_outputs: ClassVar[frozenset[str]] = frozenset({"clientSecret"})
    replaced_by: ClassVar[frozenset[str]] = frozenset({"generateSecret", "userPoolId"})

    @staticmethod
    def create(inputs: Inputs, cloud: Cloud) -> Made:
        """CreateUserPoolClient."""
        made = _cognito(cloud).create_user_pool_client(
            **inputs.params("generateSecret"), **_settings(inputs)
        )["UserPoolClient"]
        return made["ClientId"], {"clientSecret": made.get("ClientSecret")}

    @staticmethod
    def read(physical: str, state: State, cloud: Cloud) -> Found | None:
        """DescribeUserPoolClient."""
        answer = ask(_cognito(cloud).describe_user_pool_client, _GONE, **_client(physical, state))
        if answer is None:
            return None
        live = answer["UserPoolClient"]
        secret = live.get("ClientSecret")
        names = _NAMES | {key: pascal(key) for key in _SAME}
        return told(
            state,
            {
                **{key: camel_keys(live.get(name)) for key, name in names.items()},
                "clientSecret": secret,
                "generateSecret": secret is not None,
            },
        )

    @staticmethod
    def update(physical: str, old: State, inputs: Inputs, cloud: Cloud) -> Found:
        """UpdateUserPoolClient with everything, as it forgets what is left out."""
        inputs.skip("generateSecret")
        made = _cognito(cloud).update_user_pool_client(ClientId=physical, **_settings(inputs))
        return {"clientSecret": made["UserPoolClient"].get("ClientSecret")}

    @staticmethod
    def delete(physical: str, state: State, cloud: Cloud) -> None:
        """DeleteUserPoolClient."""
        ask(_cognito(cloud).delete_user_pool_client, _GONE, **_client(physical, state))


def _cognito(cloud: Cloud) -> Any:
    return cloud.client("cognito-idp")


def _settings(inputs: Inputs) -> dict[str, Any]:
    return {**inputs.rename(_NAMES), **inputs.params(*_SAME)}


def _client(physical: str, state: State) -> dict[str, str]:
    return {"UserPoolId": state["userPoolId"], "ClientId": physical}


KINDS = {"aws:cognito/userPoolClient:UserPoolClient": UserPoolClient}
