"""The pool that merchants' clients live in."""

import pulumi_aws as aws

from tests.fakes.recorder import program


def test_no_client_is_made_by_a_deployment() -> None:
    """Merchants come and go without one: `till merchants` makes their clients."""
    assert program().of(aws.cognito.UserPoolClient) == []


def test_the_scopes_are_those_of_the_resource_server() -> None:
    """`payments/read` and `payments/write`."""
    (server,) = program().of(aws.cognito.ResourceServer)
    assert server.inputs["identifier"] == "payments"
    assert [each["scopeName"] for each in server.inputs["scopes"]] == ["read", "write"]


def test_the_pool_is_ready_for_a_person_and_lets_nobody_sign_up() -> None:
    """MFA, fourteen characters of four classes, history, threat protection (PCI DSS 8.3, 8.4)."""
    (pool,) = program().of(aws.cognito.UserPool)
    assert pool.inputs["adminCreateUserConfig"] == {"allowAdminCreateUserOnly": True}
    assert pool.inputs["mfaConfiguration"] == "ON"
    assert pool.inputs["softwareTokenMfaConfiguration"] == {"enabled": True}
    password = pool.inputs["passwordPolicy"]
    assert password["minimumLength"] == 14
    assert password["passwordHistorySize"] >= 4
    assert all(value for name, value in password.items() if name.startswith("require"))
    assert pool.inputs["userPoolTier"] == "PLUS"
    assert pool.inputs["userPoolAddOns"] == {"advancedSecurityMode": "ENFORCED"}


def test_a_login_that_looks_stolen_is_blocked() -> None:
    """For every client of the pool; a doubtful one needs the second factor (PCI DSS 8.3.4)."""
    (risks,) = program().of(aws.cognito.RiskConfiguration)
    (pool,) = program().of(aws.cognito.UserPool)
    assert risks.inputs["userPoolId"] == pool.physical
    assert "clientId" not in risks.inputs
    stolen = risks.inputs["compromisedCredentialsRiskConfiguration"]["actions"]
    assert stolen == {"eventAction": "BLOCK"}
    taken_over = risks.inputs["accountTakeoverRiskConfiguration"]["actions"]
    assert taken_over["highAction"]["eventAction"] == "BLOCK"
    assert taken_over["mediumAction"]["eventAction"] == "MFA_REQUIRED"


def test_the_token_address_is_the_pool_s_own_domain() -> None:
    """`<project>-<stack>-<account>` is unique in the world, as a prefix must be."""
    assert program().exports["token_url"] == (
        "https://tillstack-local-111122223333.auth.eu-central-1.amazoncognito.com/oauth2/token"
    )
