"""Mail: over TLS only, signed, sent by ourselves only, and we hear what became of it."""

from collections.abc import Iterator
from typing import Final

from pulumi_policy import Severity

from ..framework.documents import Statement
from ..framework.guards import confused, public, wildcard_actions
from ..framework.predicates import Config, equal
from ..framework.resource import Resource, Stack
from ..framework.rule import Finding, PropertyRule, Rule
from ..framework.statements import no_statement
from ..framework.tokens import (
    MAIL_CONFIGURATION,
    MAIL_CONFIGURATION_CLASSIC,
    MAIL_DOMAIN_CLASSIC,
    MAIL_EVENTS,
    MAIL_IDENTITY,
    MAIL_IDENTITY_CLASSIC,
    MAIL_IDENTITY_POLICY,
    MAIL_IDENTITY_POLICY_CLASSIC,
    TOPIC,
)
from ..framework.values import ABSENT, UNKNOWN

_TLS: Final = "deliveryOptions.tlsPolicy"
_LINKS: Final = PropertyRule(
    "trackingOptions.httpsPolicy",
    equal("REQUIRE"),
    "Set https_policy to REQUIRE: a link in a mail leads over TLS, too.",
    optional=True,
)

SES_TLS: Final = Rule(
    number="62",
    name="ses-tls-required",
    description="A mail that can't be delivered over TLS is not delivered.",
    severity=Severity.HIGH,
    pci=("4.2.1", "4.2.2"),
    references=("CKV_AWS_365",),
    property_rules={
        kind: (
            PropertyRule(_TLS, equal(wanted), f"Set delivery_options.tls_policy to {wanted}."),
            *more,
        )
        for kind, wanted, more in (
            (MAIL_CONFIGURATION, "REQUIRE", (_LINKS,)),
            (MAIL_CONFIGURATION_CLASSIC, "Require", ()),
        )
    },
)

_IDENTITIES: Final = (MAIL_IDENTITY, MAIL_IDENTITY_CLASSIC, MAIL_DOMAIN_CLASSIC)


def _has_set(stack: Stack, identity: Resource, _config: Config) -> Iterator[Finding]:
    """A classic identity has no configuration set of its own: each call would have to name one."""
    if identity.type != MAIL_IDENTITY:
        yield Finding("Use an aws.sesv2.EmailIdentity with a configuration_set_name.")
        return
    named = "configurationSetName"
    if identity.made_of(named, MAIL_CONFIGURATION):
        return
    name = identity.known(named)
    if not any(each.is_named(name, named) for each in stack.of(MAIL_CONFIGURATION)):
        yield Finding(f"{named}: Name an aws.sesv2.ConfigurationSet of this stack.")


SES_CONFIGURED: Final = Rule(
    number="63",
    name="ses-identity-uses-config-set",
    description="Whoever sends as one of our identities sends through a configuration set of ours.",
    severity=Severity.HIGH,
    pci=(),
    unreviewed_controls=("4.2.2",),
    subjects=_IDENTITIES,
    stack=_has_set,
    watches={MAIL_IDENTITY: {"configurationSetName": (MAIL_CONFIGURATION,)}},
)


def _signed_and_heard(stack: Stack, resource: Resource, config: Config) -> Iterator[Finding]:
    if resource.type == MAIL_IDENTITY:
        yield from _is_signed(resource)
    else:
        yield from _is_heard(stack, resource, config)


def _is_signed(identity: Resource) -> Iterator[Finding]:
    """An address is signed with its domain's key; our own key's strength nobody can see."""
    if "@" in str(identity.known("emailIdentity", "")):
        return
    length = identity.known("dkimSigningAttributes.nextSigningKeyLength", "")
    if (
        length != "RSA_2048_BIT"
        and identity.get("dkimSigningAttributes.domainSigningSelector") is ABSENT
    ):
        yield Finding("dkimSigningAttributes: Set next_signing_key_length to RSA_2048_BIT.")


def _is_heard(stack: Stack, configuration: Resource, config: Config) -> Iterator[Finding]:
    named = "configurationSetName"
    reported: set[str] = set()
    for events in stack.naming(configuration, MAIL_EVENTS, named, named):
        if events.known("eventDestination.enabled", default=False) in (True, "true") and (
            _to_a_topic(stack, events)
            or any(events.get(f"eventDestination.{kind}") is not ABSENT for kind in _DESTINATIONS)
        ):
            types = events.each("eventDestination.matchingEventTypes[]")
            reported.update(str(each) for _, each in types)
    if missing := sorted(set(config["events"]) - reported):
        yield Finding(f"Add an enabled ConfigurationSetEventDestination for {', '.join(missing)}.")


def _to_a_topic(stack: Stack, events: Resource) -> bool:
    """Whether a topic hears it: one of this stack, or one by its whole ARN.

    An unknown one is left to rule 0.6.
    """
    arn = events.get("eventDestination.snsDestination.topicArn")
    named = arn is UNKNOWN or str(arn).startswith("arn:")
    return named or any(each.is_named(arn) for each in stack.of(TOPIC))


_DESTINATIONS: Final = (
    "cloudWatchDestination", "eventBridgeDestination", "kinesisFirehoseDestination",
)  # fmt: skip

SES_SIGNED_AND_HEARD: Final = Rule(
    number="64",
    name="ses-dkim-and-events",
    description="Our domains' mails are signed, and we hear of each that did not arrive.",
    severity=Severity.MEDIUM,
    pci=("5.4.1",),
    unreviewed_controls=("10.2.1",),
    subjects=(MAIL_IDENTITY, MAIL_CONFIGURATION),
    stack=_signed_and_heard,
    watches={
        MAIL_IDENTITY: {
            "dkimSigningAttributes.domainSigningSelector": (),
            "dkimSigningAttributes.nextSigningKeyLength": (),
            "emailIdentity": (),
        },
        MAIL_EVENTS: {
            "configurationSetName": (MAIL_CONFIGURATION,),
            "eventDestination.enabled": (),
            "eventDestination.matchingEventTypes": (),
            "eventDestination.snsDestination.topicArn": (TOPIC,),
        },
    },
    config={"events": ["BOUNCE", "COMPLAINT", "REJECT"]},
)

_POLICIES: Final = (MAIL_IDENTITY_POLICY, MAIL_IDENTITY_POLICY_CLASSIC)


def _is_open(statement: Statement, _config: Config) -> bool:
    return public(statement) or confused(statement) or wildcard_actions(statement)


SES_IDENTITY_POLICY: Final = Rule(
    number="65",
    name="ses-identity-policy-scoped",
    description="Named principals alone send as our identities, by named actions.",
    severity=Severity.HIGH,
    pci=("7.2.2",),
    types=_POLICIES,
    check=no_statement(
        dict.fromkeys(_POLICIES, ("policy",)),
        _is_open,
        "Name the principal and the actions, or bind the statement by aws:SourceAccount.",
    ),
    watches={kind: {"policy": _IDENTITIES} for kind in _POLICIES},
)

RULES: Final = (SES_TLS, SES_CONFIGURED, SES_SIGNED_AND_HEARD, SES_IDENTITY_POLICY)
