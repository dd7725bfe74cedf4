"""Rules about what Cognito is told and what bounds nothing."""

from typing import Any, Final

import botocore.session
import pytest
from hypothesis import given
from hypothesis import strategies as st

from local.policy_check.analyzer import Declared
from policies.pci.framework.tokens import (
    API_DOMAIN,
    API_METHOD,
    IDENTITY_POOL,
    MANAGED_USER_POOL_CLIENT,
    RESOURCE_SERVER,
    RISK_CONFIGURATION,
    USER_POOL,
    USER_POOL_CLIENT,
)
from policies.pci.rules.app_clients import HARDENED
from policies.pci.rules.identity_bounds import (
    CALLBACKS,
    FACTORS,
    POOL_CHECKS,
    RISK_BINDS,
    SCOPES,
)
from policies.pci.rules.only_ours import only_ours
from policy_proof.resources import TODAY, UNKNOWN, resource
from tests.policies.case import blamed, but, joined, said
from tests.policies.pci.worlds import PROVIDER

COGNITO = botocore.session.get_session().get_service_model("cognito-idp")


def enum(shape: str) -> list[str]:
    """The values that AWS's own model of the service has."""
    found: list[str] = COGNITO.shape_for(shape).metadata["enum"]
    return found


POOL: Final = resource(USER_POOL, {"mfaConfiguration": "ON"}, "pool")


@pytest.mark.parametrize("factor", enum("AuthFactorType"))
def test_a_message_is_no_factor_of_its_own(factor: str) -> None:
    """Of every factor that Cognito takes first, those that a message carries."""
    one = but(POOL, signInPolicy={"allowedFirstAuthFactors": ["PASSWORD", factor]})
    assert blamed(FACTORS, one) == (["pool"] if factor.endswith("_OTP") else [])


@pytest.mark.parametrize("name", enum("RecoveryOptionNameType"))
def test_a_text_message_brings_nobody_back(name: str) -> None:
    """Of every way to a new password."""
    ways = {"recoveryMechanisms": [{"name": name, "priority": 1}]}
    found = blamed(FACTORS, but(POOL, accountRecoverySetting=ways))
    assert found == (["pool"] if name == "verified_phone_number" else [])


@pytest.mark.parametrize(
    "weak",
    [
        {"smsConfiguration": {"externalId": "x", "snsCallerArn": "arn"}},
        {"emailMfaConfiguration": {"message": "m"}},
        {"deviceConfiguration": {"challengeRequiredOnNewDevice": True}},
    ],
)
def test_a_weaker_way_beside_the_app_is_reported(weak: dict[str, Any]) -> None:
    """A text message, a mailbox, and a device that is never asked again."""
    assert blamed(FACTORS, POOL) == []
    assert blamed(FACTORS, but(POOL, **weak)) == ["pool"]
    allowed = blamed(FACTORS, but(POOL, **weak), config={"allowSms": True})
    assert allowed == ([] if "smsConfiguration" in weak else ["pool"])


def risk(**more: Any) -> Declared:
    """What is done about strange logins."""
    return resource(RISK_CONFIGURATION, {"userPoolId": "p", **more}, "risk")


@pytest.mark.parametrize("action", enum("AccountTakeoverEventActionType"))
def test_a_strange_login_has_an_answer(action: str) -> None:
    """Every one that Cognito knows, but none."""
    actions = {"actions": {"mediumAction": {"eventAction": action, "notify": False}}}
    found = blamed(RISK_BINDS, risk(accountTakeoverRiskConfiguration=actions))
    assert found == (["risk"] if action == "NO_ACTION" else [])


@pytest.mark.parametrize("event", enum("EventFilterType"))
def test_stolen_passwords_are_looked_for_where_they_are_used(event: str) -> None:
    """At the sign-in, whatever else."""
    one = risk(compromisedCredentialsRiskConfiguration={"eventFilters": [event]})
    assert blamed(RISK_BINDS, one) == ([] if event == "SIGN_IN" else ["risk"])


@given(st.integers(1, 8))
def test_nobody_is_skipped_by_the_million(bits: int) -> None:
    """The internet in equal pieces; our own few addresses may be."""
    pieces = [f"{number << (8 - bits)}.0.0.0/{bits}" for number in range(2**bits)]
    wide = {"skippedIpRangeLists": pieces}
    assert blamed(RISK_BINDS, risk(riskExceptionConfiguration=wide)) == ["risk"]
    few = {"skippedIpRangeLists": ["203.0.113.0/25", "10.0.0.0/8"]}
    assert blamed(RISK_BINDS, risk(riskExceptionConfiguration=few)) == []


def client(kind: str = USER_POOL_CLIENT, **more: Any) -> Declared:
    """A client of the pool."""
    return resource(kind, more, "client")


@pytest.mark.parametrize("kind", [USER_POOL_CLIENT, MANAGED_USER_POOL_CLIENT])
@pytest.mark.parametrize(
    "address",
    [
        "https://localhost/in",
        "http://shop.example.com/in",
        "https://*.shop.example.com/in",
        "https://shop.example.com.evil.test/in",
        joined("https://", "shop.example.com", "@evil.test/in"),
        "https://evil.test\\@shop.example.com/in",
        "https://shop.example.com:8443/in",
        "https://shop.example.com:port/in",
        "https://127.0.0.1/in",
        "https://[::1]/in",
        "shop://in",
        "//shop.example.com/in",
        "",
    ],
)
def test_a_login_ends_on_a_page_of_ours(kind: str, address: str) -> None:
    """Not here, not beside, not by another scheme, port or name that looks like it."""
    fine = "https://shop.example.com/in"
    hosts = {"hosts": ["shop.example.com"]}
    domain = resource(API_DOMAIN, {"domainName": "shop.example.com"}, "domain")
    for where in ({"callbackUrls": [address]}, {"logoutUrls": [fine, address]},
                  {"defaultRedirectUri": address}):  # fmt: skip
        assert blamed(CALLBACKS, client(kind, **where), config=hosts) == ["client"]
    assert blamed(CALLBACKS, client(kind, callbackUrls=[fine]), config=hosts) == []
    assert blamed(CALLBACKS, client(kind, callbackUrls=[fine]), domain) == []
    assert blamed(CALLBACKS, client(kind, callbackUrls=[fine])) == ["client"]


@pytest.mark.parametrize("kind", [USER_POOL_CLIENT, MANAGED_USER_POOL_CLIENT])
@pytest.mark.parametrize("where", ["callbackUrls", "logoutUrls", "defaultRedirectUri"])
@pytest.mark.parametrize(
    ("address", "say"),
    [
        ("https://shop.evil.test/in", "list its host"),
        ("https://d0example.cloudfront.net/in", "list its host"),
        ("http://shop.example.com/in", "Write an https address"),
        ("http://localhost:3000", "Write an https address"),
    ],
)
def test_a_pages_address_is_spoken_of_once(kind: str, where: str, address: str, say: str) -> None:
    """By the one rule that reads it, which says what is wrong: the scheme or the host.

    Amazon Cognito, "App client settings": https, but for localhost and an app's own scheme.
    """
    one = client(kind, **{where: address if where == "defaultRedirectUri" else [address]})
    hosts = {"hosts": ["shop.example.com"]}
    at = where if where == "defaultRedirectUri" else f"{where}[0]"
    pack = [CALLBACKS, HARDENED, only_ours(TODAY)]
    found = [each for each in said(pack, one, provider=PROVIDER) if at in each[2]]
    assert [rule for rule, _, _ in found] == ["cognito-callbacks-ours"]
    ((_, _, message),) = said(CALLBACKS, one, config=hosts)
    assert message.startswith(f"{at}: ")
    assert say in message


SERVER: Final = resource(
    RESOURCE_SERVER, {"identifier": "shop", "scopes": [{"scopeName": "read"}]}, "server"
)
OF_COGNITO: Final = ("openid", "email", "phone", "profile", "aws.cognito.signin.user.admin")


@pytest.mark.parametrize("scope", [*OF_COGNITO, "shop/write", "other/read", "read", "*", ""])
def test_a_scope_is_one_of_ours(scope: str) -> None:
    """A machine and a method have none of Cognito's own; a person has who they are."""
    code = client(allowedOauthFlows=["code"], allowedOauthScopes=["shop/read", scope])
    fine = scope in {"openid", "email", "phone", "profile"}
    assert blamed(SCOPES, code, SERVER) == ([] if fine else ["client"])
    machine = client(allowedOauthFlows=["client_credentials"], allowedOauthScopes=[scope])
    assert blamed(SCOPES, machine, SERVER) == ["client"]
    method = resource(API_METHOD, {"authorizationScopes": [scope]}, "method")
    assert blamed(SCOPES, method, SERVER) == ["method"]
    for one in (code, machine, method):
        assert blamed(SCOPES, one, SERVER, config={"scopes": [scope]}) == []


def test_scopes_of_a_resource_server_are_fine() -> None:
    """By name, or before it is known by an edge, which another rule asks for."""
    for scope in ("shop/read", UNKNOWN):
        method = resource(
            API_METHOD,
            {"authorizationScopes": [scope]},
            "method",
            made_of={"authorizationScopes": [SERVER]},
        )
        assert said(SCOPES, method, SERVER) == []


CHECKED: Final = {
    "cognitoIdentityProviders": [
        {"clientId": "c", "providerName": "p", "serverSideTokenCheck": True}
    ]
}


@pytest.mark.parametrize(
    "weak",
    [
        {"cognitoIdentityProviders": [{"clientId": "c", "serverSideTokenCheck": False}]},
        {"cognitoIdentityProviders": [{"clientId": "c"}]},
        {"allowClassicFlow": True},
        {"supportedLoginProviders": {"accounts.google.com": "1"}},
        {"developerProviderName": "login.shop"},
    ],
)
def test_an_identity_pool_asks_our_pool(weak: dict[str, Any]) -> None:
    """Whether a token was revoked; and nobody else says who somebody is."""
    assert blamed(POOL_CHECKS, resource(IDENTITY_POOL, CHECKED)) == []
    assert blamed(POOL_CHECKS, resource(IDENTITY_POOL, {**CHECKED, **weak})) == ["it"]
