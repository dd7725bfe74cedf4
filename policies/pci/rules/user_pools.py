"""Cognito's pools: who gets in, with which proof, and that nobody loses the pool."""

from collections.abc import Iterator
from typing import Final

from pulumi_policy import Severity

from ..framework import retention
from ..framework.predicates import (
    UNSET,
    Config,
    Predicate,
    above_zero,
    at_least,
    equal,
    one_of,
)
from ..framework.resource import Resource
from ..framework.rule import Finding, PropertyRule, Rule
from ..framework.tokens import IDENTITY_POOL, USER_POOL

_MFA: Final = Predicate(
    lambda value, config: value == "ON" or (config["allowOptional"] and value == "OPTIONAL"),
    ("OFF", "OPTIONAL"),
)

_NO_OTHER_WAY: Final = (
    PropertyRule(
        "smsConfiguration",
        UNSET,
        "Leave it out: with it, text messages prove people.",
        optional=True,
    ),
    PropertyRule(
        "emailMfaConfiguration",
        UNSET,
        "Leave it out: who reads a person's mail has the password's way back, too.",
        optional=True,
    ),
    PropertyRule(
        "deviceConfiguration.challengeRequiredOnNewDevice",
        equal(False),
        "Leave it out: a remembered machine would be asked for no second factor.",
        optional=True,
    ),
    PropertyRule(
        "signInPolicy.allowedFirstAuthFactors[]",
        one_of("PASSWORD", "WEB_AUTHN", counterexamples=("EMAIL_OTP", "SMS_OTP")),
        "Let a password or a passkey come first, never a code that is sent.",
        optional=True,
    ),
    PropertyRule(
        "webAuthnConfiguration.userVerification",
        equal("required"),
        "Set user_verification to required: a passkey alone would be one factor.",
        optional=True,
    ),
)

MFA: Final = Rule(
    number="23",
    name="cognito-mfa-required",
    description="People prove themselves with a second factor that is no text message.",
    severity=Severity.CRITICAL,
    pci=("8.4.2",),
    references=("Cognito.5", "AwsSolutions-COG2"),
    property_rules={
        USER_POOL: (
            PropertyRule("mfaConfiguration", _MFA, "Set mfa_configuration to ON."),
            PropertyRule(
                "softwareTokenMfaConfiguration.enabled",
                equal(True),
                "Set software_token_mfa_configuration to enabled.",
            ),
            *_NO_OTHER_WAY,
        )
    },
    config={"allowOptional": False},
)

RECOVERY: Final = Rule(
    number="124",
    name="cognito-account-recovery",
    description="A forgotten password does not come back by a text message.",
    severity=Severity.HIGH,
    pci=(),
    unreviewed_controls=("8.3.3",),
    property_rules={
        USER_POOL: (
            PropertyRule(
                "accountRecoverySetting.recoveryMechanisms[].name",
                one_of("admin_only", "verified_email", counterexamples=("verified_phone_number",)),
                "Use admin_only or verified_email: a number can be taken over.",
                optional=True,
            ),
        )
    },
)

PASSWORDS: Final = Rule(
    number="24",
    name="cognito-password-policy",
    description="Passwords are long, mixed and new.",
    severity=Severity.HIGH,
    pci=("8.3.6", "8.3.7", "8.3.9"),
    references=("Cognito.3", "AwsSolutions-COG1"),
    property_rules={
        USER_POOL: (
            PropertyRule(
                "passwordPolicy.minimumLength",
                at_least("minLength", 14),
                "Set minimum_length to 14 or more.",
            ),
            *(
                PropertyRule(
                    f"passwordPolicy.require{kind}", equal(True), f"Set require_{word} to True."
                )
                for kind, word in (
                    ("Lowercase", "lowercase"),
                    ("Uppercase", "uppercase"),
                    ("Numbers", "numbers"),
                    ("Symbols", "symbols"),
                )
            ),
            PropertyRule(
                "passwordPolicy.passwordHistorySize",
                at_least("history", 4),
                "Set password_history_size to 4 or more.",
            ),
            PropertyRule(
                "passwordPolicy.temporaryPasswordValidityDays",
                above_zero("temporaryDays", 7),
                "Set temporary_password_validity_days to 1 up to 7.",
            ),
        )
    },
    config={"minLength": 14, "history": 4, "temporaryDays": 7},
)

NO_SELF_SIGNUP: Final = Rule(
    number="25",
    name="cognito-no-self-signup",
    description="Nobody opens an account without being asked in.",
    severity=Severity.HIGH,
    pci=("8.2.4",),
    property_rules={
        USER_POOL: (
            PropertyRule(
                "adminCreateUserConfig.allowAdminCreateUserOnly",
                equal(True),
                "Set allow_admin_create_user_only to True.",
            ),
        )
    },
)


NO_GUESTS: Final = Rule(
    number="29",
    name="cognito-identity-pool-no-guests",
    description="Identity pools give nothing to strangers.",
    severity=Severity.CRITICAL,
    pci=("7.2.1",),
    references=("Cognito.2", "CKV_AWS_366", "AwsSolutions-COG7"),
    property_rules={
        IDENTITY_POOL: (
            PropertyRule(
                "allowUnauthenticatedIdentities",
                equal(False),
                "Set allow_unauthenticated_identities to False.",
            ),
        )
    },
)


def _is_kept(pool: Resource, config: Config) -> Iterator[Finding]:
    if retention.keeps(pool.urn, config) and pool.known("deletionProtection") != "ACTIVE":
        yield Finding("deletionProtection: Set deletion_protection to ACTIVE.")


DELETION_PROTECTION: Final = Rule(
    number="30",
    name="cognito-deletion-protection",
    description="A pool that must last can't be deleted by mistake.",
    severity=Severity.MEDIUM,
    pci=(),
    unreviewed_controls=("10.3.3",),
    references=("Cognito.6",),
    types=(USER_POOL,),
    check=_is_kept,
    watches={USER_POOL: {"deletionProtection": ()}},
    config=retention.CONFIG,
)

RULES: Final = (
    MFA,
    RECOVERY,
    PASSWORDS,
    NO_SELF_SIGNUP,
    NO_GUESTS,
    DELETION_PROTECTION,
)
