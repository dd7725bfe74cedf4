"""The app clients in the stack's user pool: how each is set, made, found and ended."""

from collections.abc import Collection, Iterator
from contextlib import suppress
from typing import Any, Final

from runtime.contract.scopes import Scope
from till.lib.input import InputError

ACCESS_TOKEN_MINUTES: Final = 15
"""PCI DSS 8.2.8; the longest that a token outlives its client at the gateway."""
REFRESH_TOKEN_MINUTES: Final = 60
"""The shortest that Cognito allows; a machine never gets one."""
PAGE: Final = 60
"""The most that Cognito lists at once."""

_SETTINGS: Final[dict[str, Any]] = {
    "AllowedOAuthFlows": ["client_credentials"],
    "AllowedOAuthFlowsUserPoolClient": True,
    "ExplicitAuthFlows": [],
    "SupportedIdentityProviders": ["COGNITO"],
    "PreventUserExistenceErrors": "ENABLED",
    "EnableTokenRevocation": True,
    "AccessTokenValidity": ACCESS_TOKEN_MINUTES,
    "IdTokenValidity": ACCESS_TOKEN_MINUTES,
    "RefreshTokenValidity": REFRESH_TOKEN_MINUTES,
    "TokenValidityUnits": dict.fromkeys(("AccessToken", "IdToken", "RefreshToken"), "minutes"),
}
"""Machines only, by client credentials; no other login, and tokens of a quarter of an hour."""


class AppClients:
    """The clients of one user pool; `prefix` and a merchant's name are a client's name."""

    def __init__(self, cognito: Any, user_pool_id: str, prefix: str) -> None:
        self._cognito = cognito
        self._pool = user_pool_id
        self._prefix = prefix

    def make(self, merchant: str, scopes: Collection[Scope]) -> str:
        """A new client; returns its id."""
        made = self._cognito.create_user_pool_client(
            UserPoolId=self._pool,
            ClientName=f"{self._prefix}{merchant}",
            GenerateSecret=True,
            AllowedOAuthScopes=_written(scopes),
            **_SETTINGS,
        )
        return str(made["UserPoolClient"]["ClientId"])

    def take_over(self, merchant: str, scopes: Collection[Scope], client_id: str) -> None:
        """Set a client that is there already as a new one would be; it keeps its secret."""
        self._cognito.update_user_pool_client(
            UserPoolId=self._pool,
            ClientId=client_id,
            ClientName=f"{self._prefix}{merchant}",
            AllowedOAuthScopes=_written(scopes),
            **_SETTINGS,
        )

    def of(self, merchant: str, scopes: Collection[Scope]) -> Iterator[str]:
        """The ids of the merchant's clients with exactly these scopes, whoever made them."""
        for client_id in self._named(f"{self._prefix}{merchant}"):
            found = self._described(client_id)
            if set(found.get("AllowedOAuthScopes", [])) == set(_written(scopes)):
                yield client_id

    def secret(self, client_id: str) -> str:
        """What the client proves itself by.

        Raises:
            InputError: there is no such client, or it has none.
        """
        try:
            found = self._described(client_id)
        except self._cognito.exceptions.ResourceNotFoundException:
            found = {}
        if secret := found.get("ClientSecret"):
            return str(secret)
        message = f"The user pool has no client {client_id} with a secret: run add or rotate again."
        raise InputError(message)

    def end(self, client_id: str) -> None:
        """No token is given to it from now on; one that is gone already is no error."""
        with suppress(self._cognito.exceptions.ResourceNotFoundException):
            self._cognito.delete_user_pool_client(UserPoolId=self._pool, ClientId=client_id)

    def _described(self, client_id: str) -> dict[str, Any]:
        answer = self._cognito.describe_user_pool_client(UserPoolId=self._pool, ClientId=client_id)
        return dict(answer["UserPoolClient"])

    def _named(self, name: str) -> Iterator[str]:
        pages = self._cognito.get_paginator("list_user_pool_clients").paginate(
            UserPoolId=self._pool, PaginationConfig={"PageSize": PAGE}
        )
        for page in pages:
            yield from (
                each["ClientId"] for each in page["UserPoolClients"] if each["ClientName"] == name
            )


def _written(scopes: Collection[Scope]) -> list[str]:
    return [scope.full for scope in sorted(set(scopes))]
