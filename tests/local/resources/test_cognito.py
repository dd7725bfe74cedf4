"""User pools and their clients in the emulator."""

import base64
import json
import urllib.parse
import urllib.request
from collections.abc import Callable

import pulumi_aws as aws
import pytest

from local.emulator.emulator import Emulator
from local.resources import Made, ResourceError
from tests.local.resources._life import Life

pytestmark = pytest.mark.emulator


@pytest.fixture
def pool(make: Callable[..., Made]) -> str:
    """A pool's id."""
    return make(aws.cognito.UserPool, name="any-pool")[0]


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


def test_a_pool_from_beginning_to_end(emulator: Emulator) -> None:
    """A pool changes in place, tells what it is, and goes only without deletion protection."""
    cognito = emulator.client("cognito-idp")
    life = Life(
        emulator,
        aws.cognito.UserPool,
        {
            "name": "life-pool",
            "passwordPolicy": {"minimumLength": 16, "requireNumbers": True},
            "adminCreateUserConfig": {"allowAdminCreateUserOnly": True},
            "deletionProtection": "INACTIVE",
            "mfaConfiguration": "ON",
            "softwareTokenMfaConfiguration": {"enabled": True},
            "userPoolTier": "PLUS",
            "userPoolAddOns": {"advancedSecurityMode": "ENFORCED"},
            "tags": {"a": "b"},
        },
    )
    life.becomes(passwordPolicy={"minimumLength": 20}, tags={"c": "d"})
    life.becomes(deletionProtection="ACTIVE", mfaConfiguration="OPTIONAL")
    pool, arn = life.physical, life.state["arn"]
    with pytest.raises(ResourceError, match="deletion protection"):
        life.ends()
    life.drifts(
        lambda: cognito.update_user_pool(UserPoolId=pool, DeletionProtection="INACTIVE"),
        "deletionProtection",
    )
    life.drifts(
        lambda: cognito.set_user_pool_mfa_config(UserPoolId=pool, MfaConfiguration="OFF"),
        "mfaConfiguration",
    )
    life.drifts(lambda: cognito.tag_resource(ResourceArn=arn, Tags={"by": "hand"}), "tags")
    life.becomes(deletionProtection="INACTIVE", mfaConfiguration=None)
    life.ends()


def test_a_domain_from_beginning_to_end(pool: str, emulator: Emulator) -> None:
    """A domain changes its login pages in place."""
    cognito = emulator.client("cognito-idp")
    inputs = {"domain": "life-domain", "userPoolId": pool, "managedLoginVersion": 1}
    life = Life(emulator, aws.cognito.UserPoolDomain, inputs)
    life.becomes(managedLoginVersion=2)
    by_hand = {"Domain": "life-domain", "UserPoolId": pool, "ManagedLoginVersion": 1}
    life.drifts(lambda: cognito.update_user_pool_domain(**by_hand), "managedLoginVersion")
    life.ends()


def test_a_resource_server_from_beginning_to_end(pool: str, emulator: Emulator) -> None:
    """Scopes change in place, and their order is no difference."""
    cognito = emulator.client("cognito-idp")
    read, write = ({"scopeName": one, "scopeDescription": one} for one in ("read", "write"))
    life = Life(
        emulator,
        aws.cognito.ResourceServer,
        {"identifier": "payments", "name": "payments", "userPoolId": pool, "scopes": [read]},
    )
    life.becomes(scopes=[read, write])
    assert life.state["scopeIdentifiers"] == ["payments/read", "payments/write"]
    where = {"UserPoolId": pool, "Identifier": "payments", "Name": "payments"}

    def scopes(*names: str) -> None:
        found = [{"ScopeName": one, "ScopeDescription": one} for one in names]
        cognito.update_resource_server(**where, Scopes=found)

    life.drifts(lambda: scopes("write", "read"))
    life.drifts(lambda: scopes("read"), "scopes", "scopeIdentifiers")
    life.ends()


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
