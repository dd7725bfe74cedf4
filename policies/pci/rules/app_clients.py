"""Cognito's app clients: which logins they offer, and how long a token is good for."""

from collections.abc import Iterator
from typing import Final

from pulumi_policy import Severity

from ..framework.predicates import Config, Predicate, equal, listed, number
from ..framework.resource import Resource
from ..framework.rule import Finding, PropertyRule, Rule
from ..framework.tokens import MANAGED_USER_POOL_CLIENT, USER_POOL_CLIENT

_CLIENTS: Final = (USER_POOL_CLIENT, MANAGED_USER_POOL_CLIENT)
_SELF: Final = "aws.cognito.signin.user.admin"
_HARDENED: Final = (
    PropertyRule(
        "preventUserExistenceErrors",
        equal("ENABLED"),
        "Set prevent_user_existence_errors to ENABLED.",
    ),
    PropertyRule(
        "enableTokenRevocation",
        equal(True),
        "Set enable_token_revocation to True, or leave it out.",
        optional=True,
    ),
    # Unset, Cognito offers three flows, none of which sends a password.
    PropertyRule(
        "explicitAuthFlows[]",
        listed(
            "flows", counterexamples=("ALLOW_USER_PASSWORD_AUTH", "ALLOW_ADMIN_USER_PASSWORD_AUTH")
        ),
        "Offer only flows in which the password itself is not sent.",
        optional=True,
    ),
    PropertyRule(
        "allowedOauthFlows[]",
        listed("oauthFlows", counterexamples=("implicit",)),
        "Offer code or client_credentials: an implicit token stands in the browser's address.",
        optional=True,
    ),
    PropertyRule(
        "allowedOauthScopes[]",
        Predicate(lambda value, _: value != _SELF, (_SELF,)),
        "Leave it out: with it, a token changes its owner's own factors.",
        optional=True,
    ),
)

HARDENED: Final = Rule(
    number="27",
    name="cognito-client-hardened",
    description=(
        "Clients offer no weak login, tell nobody who exists, and their tokens can be revoked."
    ),
    severity=Severity.HIGH,
    pci=(),
    unreviewed_controls=("8.3.1",),
    property_rules=dict.fromkeys(_CLIENTS, _HARDENED),
    config={
        "flows": ["ALLOW_REFRESH_TOKEN_AUTH", "ALLOW_USER_SRP_AUTH", "ALLOW_CUSTOM_AUTH"],
        "oauthFlows": ["code", "client_credentials"],
    },
)

_MINUTES: Final = {"seconds": 1 / 60, "minutes": 1, "hours": 60, "days": 24 * 60}
_TOKENS: Final = {
    "access": ("hours", "minutes"),
    "id": ("hours", "minutes"),
    "refresh": ("days", "refreshMinutes"),
}
"""Token → the unit where none is named, and the bound in the rule's configuration."""


def _expire(client: Resource, config: Config) -> Iterator[Finding]:
    for token, (unset, bound) in _TOKENS.items():
        path = f"{token}TokenValidity"
        unit = _MINUTES.get(str(client.known(f"tokenValidityUnits.{token}Token", unset)))
        value = number(client.known(path, 0))
        # Zero is Cognito's own default, an hour or thirty days.
        if not unit or not 0 < value * unit <= config[bound]:
            yield Finding(
                f"{path}: Set {token}_token_validity to at most {config[bound]} minutes, and its "
                "unit in token_validity_units."
            )


TOKEN_LIFETIME: Final = Rule(
    number="28",
    name="cognito-token-lifetime",
    description="A token is good for a quarter of an hour.",
    severity=Severity.MEDIUM,
    pci=("8.2.8",),
    types=_CLIENTS,
    check=_expire,
    watches={
        client: {
            path: ()
            for token in _TOKENS
            for path in (f"{token}TokenValidity", f"tokenValidityUnits.{token}Token")
        }
        for client in _CLIENTS
    },
    config={"minutes": 15, "refreshMinutes": 1440},
)

RULES: Final = (HARDENED, TOKEN_LIFETIME)
