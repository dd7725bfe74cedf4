"""User pools and their clients in the emulator."""

import base64
import json
import urllib.parse
import urllib.request
from collections.abc import Callable

import pulumi_aws as aws
import pytest

from local.emulator import Emulator
from local.resources import Made

pytestmark = pytest.mark.emulator


def test_a_client_gets_a_token_with_its_scope(
    make: Callable[..., Made], emulator: Emulator
) -> None:
    """Pool, domain, resource server and client together answer `client_credentials`."""
    pool, outputs = make(
        aws.cognito.UserPool,
        name="kept-pool",
        passwordPolicy={"minimumLength": 16, "requireNumbers": True},
        adminCreateUserConfig={"allowAdminCreateUserOnly": True},
        deletionProtection="INACTIVE",
        mfaConfiguration="ON",
        softwareTokenMfaConfiguration={"enabled": True},
        tags={"a": "b"},
    )
    make(aws.cognito.UserPoolDomain, domain="kept-domain", userPoolId=pool)
    _, server = make(
        aws.cognito.ResourceServer,
        identifier="payments",
        name="payments",
        userPoolId=pool,
        scopes=[{"scopeName": "read", "scopeDescription": "look"}],
    )
    client, secret = make(
        aws.cognito.UserPoolClient,
        name="shop",
        userPoolId=pool,
        generateSecret=True,
        allowedOauthFlows=["client_credentials"],
        allowedOauthFlowsUserPoolClient=True,
        allowedOauthScopes=server["scopeIdentifiers"],
        accessTokenValidity=10,
        tokenValidityUnits={"accessToken": "minutes"},
        enableTokenRevocation=True,
    )
    found = emulator.client("cognito-idp").describe_user_pool(UserPoolId=pool)["UserPool"]
    assert found["Policies"]["PasswordPolicy"]["MinimumLength"] == 16
    assert found["MfaConfiguration"] == "ON"
    assert outputs["arn"] == found["Arn"]
    assert server["scopeIdentifiers"] == ["payments/read"]
    assert claims(emulator, client, secret["clientSecret"])["scope"] == "payments/read"


def claims(emulator: Emulator, client: str, secret: str) -> dict[str, str]:
    """What the token says that the client gets."""
    request = urllib.request.Request(  # noqa: S310 - loopback
        emulator.token_url,
        data=urllib.parse.urlencode(
            {"grant_type": "client_credentials", "scope": "payments/read"}
        ).encode(),
        headers={
            "Authorization": "Basic " + base64.b64encode(f"{client}:{secret}".encode()).decode()
        },
    )
    with urllib.request.urlopen(request, timeout=10) as answer:  # noqa: S310 - loopback
        token = json.load(answer)["access_token"]
    payload = token.split(".")[1]
    found = json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
    assert isinstance(found, dict)
    return found
