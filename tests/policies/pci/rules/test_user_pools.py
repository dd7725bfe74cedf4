"""Rules about Cognito's pools: what each must report, and what it must not."""

from typing import Any, Final

import pytest

from policies.pci.framework.tokens import IDENTITY_POOL, USER_POOL
from policies.pci.rules.user_pools import (
    DELETION_PROTECTION,
    MFA,
    NO_GUESTS,
    NO_SELF_SIGNUP,
    PASSWORDS,
    RECOVERY,
)
from policy_proof.resources import resource
from tests.policies.case import blamed, but

HARD: Final[dict[str, Any]] = {
    "mfaConfiguration": "ON",
    "softwareTokenMfaConfiguration": {"enabled": True},
    "adminCreateUserConfig": {"allowAdminCreateUserOnly": True},
    "userPoolAddOns": {"advancedSecurityMode": "ENFORCED"},
    "userPoolTier": "PLUS",
    "deletionProtection": "ACTIVE",
}
POOL: Final = resource(USER_POOL, {"name": "merchants", **HARD}, "pool")


def test_a_second_factor_is_demanded() -> None:
    """By an app; optional only where it is allowed, and never by text message alone."""
    sms = but(POOL, softwareTokenMfaConfiguration=None, smsConfiguration={"snsCallerArn": "arn"})
    optional = but(POOL, mfaConfiguration="OPTIONAL")
    assert blamed(MFA, POOL) == []
    assert blamed(MFA, optional, config={"allowOptional": True}) == []
    assert blamed(MFA, but(POOL, mfaConfiguration="OFF"), config={"allowOptional": True}) == [
        "pool"
    ]
    off = but(POOL, softwareTokenMfaConfiguration={"enabled": False})
    for wrong in (optional, but(POOL, mfaConfiguration="OFF"), sms, off):
        assert blamed(MFA, wrong) == ["pool"]
    assert blamed(MFA, but(POOL, mfaConfiguration=None)) == ["pool"]


PASSWORD: Final[dict[str, Any]] = {
    "minimumLength": 14,
    "requireLowercase": True,
    "requireUppercase": True,
    "requireNumbers": True,
    "requireSymbols": True,
    "passwordHistorySize": 4,
    "temporaryPasswordValidityDays": 7,
}


def test_passwords_are_strong() -> None:
    """As PCI DSS 8.3 asks, and two characters more."""
    assert blamed(PASSWORDS, but(POOL, passwordPolicy=PASSWORD)) == []
    assert blamed(PASSWORDS, POOL) == ["pool"]


@pytest.mark.parametrize("key", PASSWORD)
@pytest.mark.parametrize("wrong", [None, False, 0, "many"])
def test_a_weak_password_is_reported(key: str, wrong: Any) -> None:
    """Each demand by itself: unset, off, nothing, no number."""
    weak = {name: value for name, value in {**PASSWORD, key: wrong}.items() if value is not None}
    assert blamed(PASSWORDS, but(POOL, passwordPolicy=weak)) == ["pool"]


@pytest.mark.parametrize(
    ("key", "wrong"),
    [("minimumLength", 13), ("passwordHistorySize", 3), ("temporaryPasswordValidityDays", 8)],
)
def test_a_password_beyond_the_bound_is_reported(key: str, wrong: int) -> None:
    """One less, or one more, than what is asked."""
    assert blamed(PASSWORDS, but(POOL, passwordPolicy={**PASSWORD, key: wrong})) == ["pool"]


def test_nobody_signs_up() -> None:
    """Cognito's own default lets anybody."""
    assert blamed(NO_SELF_SIGNUP, POOL) == []
    for wrong in (None, {}, {"allowAdminCreateUserOnly": False}):
        assert blamed(NO_SELF_SIGNUP, but(POOL, adminCreateUserConfig=wrong)) == ["pool"]


def test_strangers_get_nothing() -> None:
    """Said outright."""
    fine = resource(IDENTITY_POOL, {"allowUnauthenticatedIdentities": False})
    assert blamed(NO_GUESTS, fine) == []
    for wrong in (None, True):
        assert blamed(NO_GUESTS, but(fine, allowUnauthenticatedIdentities=wrong)) == ["it"]


def test_a_pool_is_kept_where_the_stack_keeps_its_data() -> None:
    """A disposable stack may lose it, but prod is never disposable."""
    dispose = {"tillstack:retention": "dispose"}
    for wrong in ({}, {"deletionProtection": "INACTIVE"}):
        dev, prod = (resource(USER_POOL, wrong, stack=each) for each in ("dev", "prod"))
        assert blamed(DELETION_PROTECTION, dev, settings=dispose) == []
        assert blamed(DELETION_PROTECTION, dev) == ["it"]
        assert blamed(DELETION_PROTECTION, prod, settings=dispose) == ["it"]
    assert blamed(DELETION_PROTECTION, POOL) == []


@pytest.mark.parametrize(
    "weak",
    [
        {"smsConfiguration": {}},
        {"emailMfaConfiguration": {"message": "Your code is {####}", "subject": "Code"}},
        {"deviceConfiguration": {"challengeRequiredOnNewDevice": True}},
        {"signInPolicy": {"allowedFirstAuthFactors": ["PASSWORD", "EMAIL_OTP"]}},
        {"signInPolicy": {"allowedFirstAuthFactors": ["SMS_OTP"]}},
        {"webAuthnConfiguration": {"userVerification": "preferred"}},
    ],
)
def test_a_way_round_the_second_factor_is_reported(weak: dict[str, Any]) -> None:
    """Codes that are sent, machines that are remembered, keys that ask nobody."""
    assert blamed(MFA, but(POOL, **weak)) == ["pool"]
    strong = {
        "deviceConfiguration": {"challengeRequiredOnNewDevice": False},
        "signInPolicy": {"allowedFirstAuthFactors": ["PASSWORD", "WEB_AUTHN"]},
        "webAuthnConfiguration": {"userVerification": "required"},
    }
    assert blamed(MFA, but(POOL, **strong)) == []


@pytest.mark.parametrize(
    ("way", "found"),
    [("admin_only", []), ("verified_email", []), ("verified_phone_number", ["pool"])],
)
def test_a_password_does_not_come_back_by_text_message(way: str, found: list[str]) -> None:
    """A number can be taken over with a call to its provider."""
    ways = [{"name": "verified_email", "priority": 1}, {"name": way, "priority": 2}]
    pool = but(POOL, accountRecoverySetting={"recoveryMechanisms": ways})
    assert blamed(RECOVERY, pool) == found
    assert blamed(RECOVERY, POOL) == []
