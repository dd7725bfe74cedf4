"""Cognito: factors, addresses and scopes that are set and bound nothing."""

from collections.abc import Iterator, Mapping
from typing import Any, Final
from urllib.parse import urlsplit

from pulumi_policy import Severity

from ..framework.addresses import share
from ..framework.parts import parts
from ..framework.predicates import Config, Predicate, equal
from ..framework.resource import Resource, Stack
from ..framework.rule import Finding, PropertyRule, Rule
from ..framework.tokens import (
    API_DOMAIN,
    API_METHOD,
    IDENTITY_POOL,
    MANAGED_USER_POOL_CLIENT,
    RESOURCE_SERVER,
    RISK_CONFIGURATION,
    USER_POOL,
    USER_POOL_CLIENT,
)
from ..framework.values import ABSENT, UNKNOWN

_CLIENTS: Final = (USER_POOL_CLIENT, MANAGED_USER_POOL_CLIENT)
_ONE_FACTOR: Final = "signInPolicy.allowedFirstAuthFactors[]"
_WAYS_BACK: Final = "accountRecoverySetting.recoveryMechanisms[].name"
_REMEMBERED: Final = "deviceConfiguration.challengeRequiredOnNewDevice"


def _factors_are_factors(pool: Resource, config: Config) -> Iterator[Finding]:
    if pool.get("smsConfiguration") is not ABSENT and not config["allowSms"]:
        yield Finding(
            "smsConfiguration: Leave it out: beside an app a text message is a factor too, and "
            "whoever takes over the number has it."
        )
    if pool.get("emailMfaConfiguration") is not ABSENT:
        yield Finding("emailMfaConfiguration: Leave it out: a mailbox is no second factor.")
    for at, value in pool.each_known(_ONE_FACTOR):
        if value in ("EMAIL_OTP", "SMS_OTP"):
            yield Finding(f"{at}: Take it out: whoever reads the message is in, by one factor.")
    for at, value in pool.each_known(_WAYS_BACK):
        if value == "verified_phone_number":
            yield Finding(f"{at}: Take it out: a text message would replace the password.")
    if pool.known(_REMEMBERED, default=False) in (True, "true"):
        yield Finding(
            f"{_REMEMBERED}: Leave it out: a remembered device is never asked for its second "
            "factor again."
        )


FACTORS: Final = Rule(
    number="23b",
    name="cognito-factors-count",
    description="No weaker way in stands beside the second factor.",
    severity=Severity.HIGH,
    pci=("8.4.2", "8.5.1"),
    types=(USER_POOL,),
    check=_factors_are_factors,
    watches={
        USER_POOL: dict.fromkeys(
            ("smsConfiguration", "emailMfaConfiguration", _ONE_FACTOR, _WAYS_BACK, _REMEMBERED), ()
        )
    },
    config={"allowSms": False},
)

_RISK: Final = "riskExceptionConfiguration"
_FILTER: Final = "compromisedCredentialsRiskConfiguration.eventFilters"
_MEDIUM: Final = "accountTakeoverRiskConfiguration.actions.mediumAction.eventAction"


def _answers_bind(answer: Resource, config: Config) -> Iterator[Finding]:
    skipped = [each for _, each in answer.each_known(f"{_RISK}.skippedIpRangeLists[]")]
    if share(skipped) > config["skipped"]:
        yield Finding(
            f"{_RISK}.skippedIpRangeLists: Together they are a part of the internet, and nobody "
            "from there is judged: name few addresses of your own."
        )
    only = answer.known(_FILTER, [])
    if only and "SIGN_IN" not in only:
        yield Finding(f"{_FILTER}: Name SIGN_IN too, or leave it out: stolen passwords sign in.")
    if answer.known(_MEDIUM, "") == "NO_ACTION":
        yield Finding(f"{_MEDIUM}: Set MFA_IF_CONFIGURED, MFA_REQUIRED or BLOCK.")


RISK_BINDS: Final = Rule(
    number="26b",
    name="cognito-risk-answers-bind",
    description="What is done about strange logins is done about everybody's.",
    severity=Severity.HIGH,
    pci=("8.3.4",),
    types=(RISK_CONFIGURATION,),
    check=_answers_bind,
    watches={
        RISK_CONFIGURATION: dict.fromkeys((f"{_RISK}.skippedIpRangeLists[]", _FILTER, _MEDIUM), ())
    },
    config={"skipped": 1},
    schema={"skipped": {"description": "In blocks of 256 addresses."}},
)

PAGES: Final[Mapping[str, tuple[str, ...]]] = dict.fromkeys(
    _CLIENTS, ("callbackUrls[]", "logoutUrls[]", "defaultRedirectUri")
)
"""Where a login ends. This rule asks more of an address there than `only-ours` does elsewhere, so
that one is silent about them."""


def _leads_back_to_us(stack: Stack, client: Resource, config: Config) -> Iterator[Finding]:
    ours = {*config["hosts"], *(str(each.get("domainName")) for each in stack.of(API_DOMAIN))}
    for path in PAGES[client.type]:
        for at, value in client.each(path):
            if value is ABSENT or value is UNKNOWN:
                continue
            if not str(value).startswith("https://"):
                yield Finding(
                    f"{at}: Write an https address: the user's code would travel in the clear, or "
                    "to whichever app takes the scheme."
                )
            elif _host(value) not in ours:
                yield Finding(
                    f"{at}: Name an address on a domain of this stack, or list its host in the "
                    "rule's hosts: whoever has that host gets the user's code."
                )


def _host(value: Any) -> str:
    """The host of a plain https address; empty, where a browser may read another one in it."""
    try:
        parts = urlsplit(str(value))
        port = parts.port
    except ValueError:
        return ""
    plain = "@" not in parts.netloc and "\\" not in str(value) and port in (None, 443)
    return (parts.hostname or "") if plain and parts.scheme == "https" else ""


CALLBACKS: Final = Rule(
    number="27b",
    name="cognito-callbacks-ours",
    description="A login ends on a page of ours.",
    severity=Severity.CRITICAL,
    pci=("4.2.1", "6.2.4"),
    unreviewed_controls=("8.3.1",),
    subjects=_CLIENTS,
    stack=_leads_back_to_us,
    watches={client: dict.fromkeys(paths, (API_DOMAIN,)) for client, paths in PAGES.items()},
    config={"hosts": []},
)

_OF_PEOPLE: Final = frozenset({"openid", "email", "phone", "profile"})
_SCOPES: Final = "allowedOauthScopes[]"


def _custom(stack: Stack) -> set[str]:
    """The scopes that the resource servers of this stack offer."""
    return {
        f"{server.get('identifier')}/{scope.known('scopeName', '')}"
        for server in stack.of(RESOURCE_SERVER)
        for scope in parts(server, "scopes[]")
    }


def _scopes_are_offered(stack: Stack, holder: Resource, config: Config) -> Iterator[Finding]:
    path = "authorizationScopes[]" if holder.type == API_METHOD else _SCOPES
    people = set() if holder.type == API_METHOD else _OF_PEOPLE
    flows = holder.get("allowedOauthFlows")
    if isinstance(flows, list) and "client_credentials" in flows:
        people = set()
    allowed = {*_custom(stack), *people, *config["scopes"]}
    for at, value in holder.each(path):
        if value is UNKNOWN or value in allowed:
            continue
        yield Finding(
            f"{at}: Name a scope of an aws.cognito.ResourceServer of this stack, or list it in the "
            "rule's scopes: every token of the pool, or its owner's whole profile, hangs on others."
        )


SCOPES: Final = Rule(
    number="27c",
    name="cognito-scopes-ours",
    description="Clients get, and methods ask for, scopes that a resource server of ours offers.",
    severity=Severity.HIGH,
    pci=("7.2.2",),
    subjects=(*_CLIENTS, API_METHOD),
    stack=_scopes_are_offered,
    watches={
        **{client: {_SCOPES: (RESOURCE_SERVER,)} for client in _CLIENTS},
        API_METHOD: {"authorizationScopes[]": (RESOURCE_SERVER,)},
        RESOURCE_SERVER: {"identifier": (), "scopes[].scopeName": ()},
    },
    config={"scopes": []},
)

POOL_CHECKS: Final = Rule(
    number="29b",
    name="cognito-identity-pool-checks",
    description="An identity pool asks the user pool whether a token is still good.",
    severity=Severity.HIGH,
    pci=("8.2.5", "7.2.2"),
    property_rules={
        IDENTITY_POOL: (
            PropertyRule(
                "cognitoIdentityProviders[].serverSideTokenCheck",
                equal(True),
                "Set server_side_token_check to True: a revoked token is good without it.",
            ),
            PropertyRule(
                "allowClassicFlow",
                equal(False),
                "Leave allow_classic_flow out: the caller chooses the role in it.",
                optional=True,
            ),
            *(
                PropertyRule(
                    path,
                    Predicate(lambda value, _: value in ({}, [], ""), (weak,)),
                    "Leave it out: who signs in there is another company's word.",
                    optional=True,
                )
                for path, weak in (
                    ("supportedLoginProviders", {"graph.facebook.com": "1"}),
                    ("developerProviderName", "login"),
                )
            ),
        )
    },
)

RULES: Final = (FACTORS, RISK_BINDS, CALLBACKS, SCOPES, POOL_CHECKS)
