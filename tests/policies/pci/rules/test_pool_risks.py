"""Rules about stolen passwords: what each must report, and what it must not."""

from typing import Any, Final

import pytest

from policies.pci.framework.tokens import RISK_CONFIGURATION, USER_POOL
from policies.pci.rules.pool_risks import THREAT_PROTECTION
from policy_proof.resources import UNKNOWN, resource
from tests.policies.case import blamed, but

HARD: Final[dict[str, Any]] = {
    "userPoolAddOns": {"advancedSecurityMode": "ENFORCED"},
    "userPoolTier": "PLUS",
}
POOL: Final = resource(USER_POOL, {"name": "merchants", **HARD}, "pool")


RISKS: Final = resource(
    RISK_CONFIGURATION,
    {
        "userPoolId": UNKNOWN,
        "compromisedCredentialsRiskConfiguration": {"actions": {"eventAction": "BLOCK"}},
        "accountTakeoverRiskConfiguration": {
            "actions": {"highAction": {"eventAction": "BLOCK", "notify": False}}
        },
    },
    "risks",
    made_of={"userPoolId": [POOL]},
)


def test_risks_are_answered() -> None:
    """Enforced, in the tier that has it, with an answer for every client of this pool."""
    one_client = but(RISKS, clientId="one")
    assert blamed(THREAT_PROTECTION, POOL, RISKS) == []
    assert blamed(THREAT_PROTECTION, POOL) == ["pool"]
    assert blamed(THREAT_PROTECTION, POOL, one_client) == ["pool"]
    elsewhere = resource(USER_POOL, HARD, "elsewhere")
    assert blamed(THREAT_PROTECTION, POOL, RISKS, elsewhere) == ["elsewhere"]


@pytest.mark.parametrize(
    "weak",
    [
        {"userPoolAddOns": None},
        {"userPoolAddOns": {"advancedSecurityMode": "AUDIT"}},
        {"userPoolTier": None},
        {"userPoolTier": "ESSENTIALS"},
    ],
)
def test_risks_that_are_only_watched_are_reported(weak: dict[str, Any]) -> None:
    """No mode, one that only writes down, a tier that has none."""
    assert blamed(THREAT_PROTECTION, but(POOL, **weak), RISKS) == ["pool"]


@pytest.mark.parametrize("key", ["compromisedCredentials", "accountTakeover"])
def test_an_answer_that_blocks_nothing_is_reported(key: str) -> None:
    """Each of the two, unset or without action."""
    nothing = {"actions": {"eventAction": "NO_ACTION", "highAction": {"eventAction": "NO_ACTION"}}}
    for wrong in (None, {}, nothing):
        changed = but(RISKS, **{f"{key}RiskConfiguration": wrong})
        assert blamed(THREAT_PROTECTION, POOL, changed) == ["risks"]


MEDIUM: Final = "accountTakeoverRiskConfiguration"


STOLEN: Final = "compromisedCredentialsRiskConfiguration"


def risks(medium: str = "MFA_REQUIRED", filters: Any = None, **more: Any) -> Any:
    """What a pool does about risks."""
    events = {"eventFilters": filters} if filters else {}
    actions = {"highAction": {"eventAction": "BLOCK"}, "mediumAction": {"eventAction": medium}}
    told = {
        MEDIUM: {"actions": actions},
        STOLEN: {"actions": {"eventAction": "BLOCK"}, **events},
        **more,
    }
    return resource(RISK_CONFIGURATION, {"userPoolId": "pool", **told}, "risks")


def test_an_answer_that_answers_little_is_reported() -> None:
    """A medium risk that nothing follows, logins that nobody looks at, half the world excepted."""
    every = ["SIGN_IN", "SIGN_UP", "PASSWORD_CHANGE"]
    narrow = {"skippedIpRangeLists": ["192.0.2.0/24"], "blockedIpRangeLists": ["2001:db8::/32"]}
    for fine in (risks(), risks("BLOCK", every), risks(riskExceptionConfiguration=narrow)):
        assert blamed(THREAT_PROTECTION, fine) == []
    for each in ("0.0.0.0/0", "0.0.0.0/1", "::/0", "no network"):
        for which in ("skipped", "blocked"):
            wide = {f"{which}IpRangeLists": ["192.0.2.0/24", each]}
            assert blamed(THREAT_PROTECTION, risks(riskExceptionConfiguration=wide)) == ["risks"]
    for wrong in (risks("NO_ACTION"), risks(filters=["SIGN_UP"]), risks(filters=every[:2])):
        assert blamed(THREAT_PROTECTION, wrong) == ["risks"]
