"""App clients in the emulator."""

from collections.abc import Callable

import pulumi_aws as aws
import pytest

from local.emulator.emulator import Emulator
from local.resources import Made
from tests.local.resources._life import Life

pytestmark = pytest.mark.emulator


def test_a_client_from_beginning_to_end(make: Callable[..., Made], emulator: Emulator) -> None:
    """A client changes its tokens and scopes in place and keeps its secret."""
    pool, _ = make(aws.cognito.UserPool, name="client-pool")
    cognito = emulator.client("cognito-idp")
    life = Life(
        emulator,
        aws.cognito.UserPoolClient,
        {
            "name": "shop",
            "userPoolId": pool,
            "generateSecret": True,
            "allowedOauthFlows": ["client_credentials"],
            "allowedOauthFlowsUserPoolClient": True,
            "allowedOauthScopes": ["payments/read"],
            "explicitAuthFlows": [],
            "accessTokenValidity": 15,
            "tokenValidityUnits": {"accessToken": "minutes"},
        },
    )
    secret = life.state["clientSecret"]
    life.becomes(accessTokenValidity=10, allowedOauthScopes=["payments/read", "payments/write"])
    assert life.state["clientSecret"] == secret
    where = {"UserPoolId": pool, "ClientId": life.physical}
    life.drifts(
        lambda: cognito.update_user_pool_client(
            **where, AllowedOAuthScopes=["payments/write", "payments/read"]
        )
    )
    life.drifts(
        lambda: cognito.update_user_pool_client(**where, AccessTokenValidity=60),
        "accessTokenValidity",
    )
    life.ends()
    life.vanishes(lambda: cognito.delete_user_pool(UserPoolId=pool))
    life.ends()
