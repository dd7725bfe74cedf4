"""Rules about Cognito's app clients: what each must report, and what it must not."""

from typing import Any, Final

import pytest

from policies.pci.framework.tokens import MANAGED_USER_POOL_CLIENT, USER_POOL_CLIENT
from policies.pci.rules.app_clients import HARDENED, TOKEN_LIFETIME
from policy_proof.resources import resource
from tests.policies.case import blamed, but

KINDS: Final = (USER_POOL_CLIENT, MANAGED_USER_POOL_CLIENT)
GOOD: Final = {
    "preventUserExistenceErrors": "ENABLED",
    "enableTokenRevocation": True,
    "explicitAuthFlows": ["ALLOW_USER_SRP_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"],
    "allowedOauthFlows": ["code", "client_credentials"],
    "callbackUrls": ["https://shop.example.com/back"],
}


@pytest.mark.parametrize("kind", KINDS)
def test_a_hardened_client_is_fine(kind: str) -> None:
    """Flows and addresses may be left out, and revocation, which Cognito then switches on.

    Amazon Cognito API Reference, `CreateUserPoolClient`.
    """
    bare = {"preventUserExistenceErrors": "ENABLED"}
    assert blamed(HARDENED, resource(kind, GOOD)) == []
    assert blamed(HARDENED, resource(kind, bare)) == []


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    "weak",
    [
        {"preventUserExistenceErrors": None},
        {"preventUserExistenceErrors": "LEGACY"},
        {"enableTokenRevocation": False},
        {"explicitAuthFlows": ["ALLOW_USER_SRP_AUTH", "ALLOW_USER_PASSWORD_AUTH"]},
        {"explicitAuthFlows": ["ADMIN_NO_SRP_AUTH"]},
        {"allowedOauthFlows": ["code", "implicit"]},
    ],
)
def test_a_weak_client_is_reported(kind: str, weak: dict[str, Any]) -> None:
    """Who exists, no revocation, a password on the wire, a token in an address."""
    assert blamed(HARDENED, but(resource(kind, GOOD), **weak)) == ["it"]


UNITS: Final = {"accessToken": "minutes", "idToken": "minutes", "refreshToken": "hours"}
SHORT: Final = {
    "accessTokenValidity": 15,
    "idTokenValidity": 15,
    "refreshTokenValidity": 24,
    "tokenValidityUnits": UNITS,
}


@pytest.mark.parametrize("kind", KINDS)
def test_short_tokens_are_fine(kind: str) -> None:
    """In any unit."""
    seconds = {"accessToken": "seconds", "idToken": "seconds", "refreshToken": "days"}
    same = {"accessTokenValidity": 900, "idTokenValidity": 900, "refreshTokenValidity": 1}
    assert blamed(TOKEN_LIFETIME, resource(kind, SHORT)) == []
    assert blamed(TOKEN_LIFETIME, resource(kind, {**same, "tokenValidityUnits": seconds})) == []


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("token", ["access", "id", "refresh"])
@pytest.mark.parametrize("wrong", [None, 0, -1, 1441, "soon", True])
def test_a_token_that_lasts_is_reported(kind: str, token: str, wrong: Any) -> None:
    """Unset and zero are Cognito's own hour or month; odd shapes are no number."""
    changed = but(resource(kind, SHORT), **{f"{token}TokenValidity": wrong})
    assert blamed(TOKEN_LIFETIME, changed) == ["it"]


@pytest.mark.parametrize("token", ["accessToken", "idToken", "refreshToken"])
def test_the_unit_counts(token: str) -> None:
    """Fifteen are a quarter of an hour in minutes only; unset they are hours, or days."""
    units: list[dict[str, str]] = [
        {key: unit for key, unit in UNITS.items() if key != token},
        {**UNITS, token: "days"},
        {**UNITS, token: "fortnights"},
    ]
    for each in units:
        changed = resource(USER_POOL_CLIENT, {**SHORT, "tokenValidityUnits": each})
        assert blamed(TOKEN_LIFETIME, changed) == ["it"]


@pytest.mark.parametrize("kind", KINDS)
def test_a_token_that_changes_its_owner_is_reported(kind: str) -> None:
    """With that scope, whoever has a token takes the second factor away."""
    scopes = ["payments/read", "aws.cognito.signin.user.admin"]
    client = resource(kind, {**GOOD, "allowedOauthScopes": scopes})
    assert blamed(HARDENED, client) == ["it"]
    assert blamed(HARDENED, but(client, allowedOauthScopes=scopes[:1])) == []
