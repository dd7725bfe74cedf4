"""Rules about mail: what each must report, and what it must not."""

import json
from typing import Any

import pytest

from local.policy_check.analyzer import Declared
from policies.pci.framework.tokens import (
    MAIL_CONFIGURATION,
    MAIL_CONFIGURATION_CLASSIC,
    MAIL_DOMAIN_CLASSIC,
    MAIL_EVENTS,
    MAIL_IDENTITY,
    MAIL_IDENTITY_CLASSIC,
    MAIL_IDENTITY_POLICY,
    MAIL_IDENTITY_POLICY_CLASSIC,
)
from policies.pci.rules.mail import (
    SES_CONFIGURED,
    SES_IDENTITY_POLICY,
    SES_SIGNED_AND_HEARD,
    SES_TLS,
)
from policy_proof.resources import UNKNOWN, resource
from tests.policies.case import blamed, but, said

SET = resource(
    MAIL_CONFIGURATION,
    {"configurationSetName": "mail", "deliveryOptions": {"tlsPolicy": "REQUIRE"}},
    "set",
)
CLASSIC = resource(
    MAIL_CONFIGURATION_CLASSIC, {"deliveryOptions": {"tlsPolicy": "Require"}}, "classic"
)
IDENTITY = resource(
    MAIL_IDENTITY,
    {
        "emailIdentity": "example.com",
        "configurationSetName": "mail",
        "dkimSigningAttributes": {"nextSigningKeyLength": "RSA_2048_BIT"},
    },
    "identity",
)
DESTINATION = {
    "enabled": True,
    "matchingEventTypes": ["BOUNCE", "COMPLAINT", "REJECT"],
    "snsDestination": {"topicArn": UNKNOWN},
}
EVENTS = resource(
    MAIL_EVENTS, {"configurationSetName": "mail", "eventDestination": DESTINATION}, "events"
)
RULES = (SES_TLS, SES_CONFIGURED, SES_SIGNED_AND_HEARD)


def events(types: list[str] | None = None, name: str = "events", **more: Any) -> Declared:
    """The event destination with other types, or with another one of its own."""
    told = {**DESTINATION, **({"matchingEventTypes": types} if types else {}), **more}
    return resource(MAIL_EVENTS, {"configurationSetName": "mail", "eventDestination": told}, name)


def test_signed_mail_over_tls_that_we_hear_of_is_fine() -> None:
    """Named by text or by an edge; an address has its domain's key; destinations add up."""
    own_key = but(IDENTITY, dkimSigningAttributes={"domainSigningSelector": "s1"})
    address = but(IDENTITY, emailIdentity="pay@example.com", dkimSigningAttributes=None)
    by_edge = resource(
        MAIL_IDENTITY,
        {
            "emailIdentity": "pay@example.com",
            "configurationSetName": UNKNOWN,
        },
        "identity",
        made_of={"configurationSetName": [SET]},
    )
    for identity in (IDENTITY, own_key, address, by_edge):
        assert said(RULES, SET, CLASSIC, identity, EVENTS) == []
    parts = (events(["BOUNCE"], "a"), events(["COMPLAINT", "REJECT"], "b"))
    assert said(RULES, SET, IDENTITY, *parts) == []


@pytest.mark.parametrize("one", [SET, CLASSIC])
def test_mail_without_tls_is_reported(one: Declared) -> None:
    """`Optional`, the default, sends in clear where the other side has no TLS."""
    for weak in (None, {}, {"tlsPolicy": "OPTIONAL"}, {"tlsPolicy": "Optional"}):
        assert blamed(SES_TLS, but(one, deliveryOptions=weak)) == [one.name]


@pytest.mark.parametrize(
    "wrong",
    [
        but(IDENTITY, configurationSetName=None),
        but(IDENTITY, configurationSetName="elsewhere"),
        resource(MAIL_IDENTITY_CLASSIC, {"email": "pay@example.com"}, "identity"),
        resource(MAIL_DOMAIN_CLASSIC, {"domain": "example.com"}, "identity"),
    ],
)
def test_an_identity_without_a_configuration_set_is_reported(wrong: Declared) -> None:
    """None, another stack's, or a classic identity, which can have none."""
    assert blamed(SES_CONFIGURED, wrong, SET) == ["identity"]


@pytest.mark.parametrize("weak", [None, {}, {"nextSigningKeyLength": "RSA_1024_BIT"}])
def test_a_weakly_signed_domain_is_reported(weak: Any) -> None:
    """A short key, or none that the program names."""
    found = blamed(SES_SIGNED_AND_HEARD, but(IDENTITY, dkimSigningAttributes=weak), SET, EVENTS)
    assert found == ["identity"]


@pytest.mark.parametrize(
    "deaf",
    [
        [],
        [events(enabled=False)],
        [events(enabled=None)],
        [events(["BOUNCE", "COMPLAINT"])],
        [events(snsDestination=None)],
        [but(EVENTS, configurationSetName="other")],
    ],
)
def test_mail_that_we_do_not_hear_of_is_reported(deaf: list[Declared]) -> None:
    """No destination, one that is off, that misses an event, or that leads nowhere."""
    assert blamed(SES_SIGNED_AND_HEARD, SET, IDENTITY, *deaf) == ["set"]


@pytest.mark.parametrize("kind", [MAIL_IDENTITY_POLICY, MAIL_IDENTITY_POLICY_CLASSIC])
def test_an_open_identity_policy_is_reported(kind: str) -> None:
    """Anybody, a service for anybody, or every action; a named account is fine."""
    named = {
        "Effect": "Allow",
        "Principal": {"AWS": "arn:aws:iam::111122223333:root"},
        "Action": "ses:SendEmail",
        "Resource": "*",
    }

    def policy(**more: Any) -> Declared:
        return resource(kind, {"policy": json.dumps({"Statement": {**named, **more}})}, "policy")

    assert blamed(SES_IDENTITY_POLICY, policy()) == []
    assert blamed(SES_IDENTITY_POLICY, policy(Effect="Deny", Principal="*", Action="ses:*")) == []
    wrongs: list[dict[str, Any]] = [
        {"Principal": "*"},
        {"Principal": {"Service": "ses.amazonaws.com"}},
        {"Action": "SES:*"},
    ]
    for wrong in wrongs:
        assert blamed(SES_IDENTITY_POLICY, policy(**wrong)) == ["policy"]
    assert blamed(SES_IDENTITY_POLICY, resource(kind, {"policy": "{"}, "policy")) == ["policy"]


@pytest.mark.parametrize(
    ("policy", "found"), [("REQUIRE", []), ("REQUIRE_OPEN_ONLY", ["set"]), ("OPTIONAL", ["set"])]
)
def test_a_link_in_a_mail_leads_over_tls(policy: str, found: list[str]) -> None:
    """Where links are tracked at all."""
    assert blamed(SES_TLS, but(SET, trackingOptions={"httpsPolicy": policy})) == found


@pytest.mark.parametrize(
    ("arn", "found"),
    [
        ("arn:aws:sns:eu-central-1:111122223333:bell", []),
        ("nowhere", ["set"]),
        ("", ["set"]),
    ],
)
def test_a_topic_that_is_none_hears_nothing(arn: str, found: list[str]) -> None:
    """By its whole ARN, or as one of this stack."""
    deaf = events(snsDestination={"topicArn": arn})
    assert blamed(SES_SIGNED_AND_HEARD, SET, deaf) == found
