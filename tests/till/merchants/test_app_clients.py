"""The app clients in the user pool."""

import pytest

from runtime.contract.scopes import Scope
from tests.till.merchants.pool import PREFIX, Place
from till.lib.input import InputError
from till.merchants.app_clients import AppClients

pytestmark = pytest.mark.emulator

BOTH = tuple(Scope)


def test_a_client_is_for_machines_only(here: Place) -> None:
    """Client credentials with a secret, tokens of fifteen minutes, no other flow."""
    made = here.cognito.describe_user_pool_client(
        UserPoolId=here.pool, ClientId=here.clients.make("acme", BOTH)
    )["UserPoolClient"]
    assert made["ClientName"] == "tillstack-test-acme"
    assert made["ClientSecret"]
    assert made["AllowedOAuthFlows"] == ["client_credentials"]
    assert made["AllowedOAuthFlowsUserPoolClient"] is True
    assert made["AllowedOAuthScopes"] == ["payments/read", "payments/write"]
    assert made["ExplicitAuthFlows"] == []
    assert made["PreventUserExistenceErrors"] == "ENABLED"
    assert made["EnableTokenRevocation"] is True
    assert made["AccessTokenValidity"] == made["IdTokenValidity"] == 15
    assert made["RefreshTokenValidity"] == 60
    assert made["TokenValidityUnits"] == dict.fromkeys(
        ("AccessToken", "IdToken", "RefreshToken"), "minutes"
    )


def test_a_read_only_client_gets_no_token_that_writes(here: Place) -> None:
    """Cognito gives a scope that the client is not allowed to nobody."""
    made = here.cognito.describe_user_pool_client(
        UserPoolId=here.pool, ClientId=here.clients.make("acme", [Scope.READ])
    )["UserPoolClient"]
    assert made["AllowedOAuthScopes"] == ["payments/read"]


def test_a_client_that_is_taken_over_is_set_as_a_new_one(here: Place) -> None:
    """Whatever it was before; its secret stays, so its backend need not be told."""
    old = here.cognito.create_user_pool_client(
        UserPoolId=here.pool,
        ClientName="tillstack-test-acme",
        GenerateSecret=True,
        ExplicitAuthFlows=["ALLOW_USER_PASSWORD_AUTH"],
    )["UserPoolClient"]
    here.clients.take_over("acme", BOTH, old["ClientId"])
    made = here.cognito.describe_user_pool_client(UserPoolId=here.pool, ClientId=old["ClientId"])
    assert made["UserPoolClient"]["ExplicitAuthFlows"] == []
    assert made["UserPoolClient"]["AccessTokenValidity"] == 15
    assert here.clients.secret(old["ClientId"]) == old["ClientSecret"]


def test_a_merchant_s_clients_are_found_by_name_and_scopes(here: Place) -> None:
    """On whatever page they are; another merchant's and other scopes are not among them."""
    for number in range(61):
        here.clients.make(f"m{number}", BOTH)
    mine = here.clients.make("acme", BOTH)
    here.clients.make("acme", [Scope.READ])
    here.clients.make("acme-2", BOTH)
    assert list(here.clients.of("acme", [Scope.WRITE, Scope.READ])) == [mine]
    assert list(here.clients.of("nobody", BOTH)) == []


def test_another_stack_s_prefix_finds_nothing(here: Place) -> None:
    """A client's name begins with project and stack."""
    here.clients.make("acme", BOTH)
    other = AppClients(here.cognito, here.pool, PREFIX.replace("test", "prod"))
    assert list(other.of("acme", BOTH)) == []


def test_an_ended_client_is_gone_and_ends_again(here: Place) -> None:
    """No token is given to it; ending it twice is no error, and its secret is nobody's."""
    one = here.clients.make("acme", BOTH)
    here.clients.end(one)
    here.clients.end(one)
    assert here.in_pool() == []
    with pytest.raises(InputError, match=one):
        here.clients.secret(one)
