"""Every name that follows from the stack's settings, known before anything exists.

A test compares with every resource of the program, so that no name is forgotten. What is called
the same in every stack (`live`, `write-logs`) is held to AWS's rules by that test alone.
"""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from components.lib.bucket_names import audit_buckets, code_buckets, roots_buckets
from components.lib.context import StackContext
from components.lib.environment import VARIABLES
from components.lib.event_bus import EVENTS
from components.lib.mail_texts import MAILS, MERCHANT_MAILS
from components.lib.objectives import MONITORED
from components.lib.psp_ranges import PSP_RANGES, in_groups
from components.lib.settings import ProgramSettings
from runtime.contract.metrics import REPORTED

ALARMS = "alarms"
"""The alarms' topic, by the name that the queue's key knows it by too."""

MAIL_EVENTS = "mail-events"
"""SES's topic, by the name that the queue's key and an alarm know it by too."""

PAGES_LOST = "pages-lost"
"""The queue of what the pager did not take, and its alarm; the dashboard shows both."""

EVENTS_LOST = "events-lost"
"""The queue of what the bus took and could not keep, and its alarm; the dashboard shows both."""

CHAT = "chat"
"""The configuration of the alarms' chat, its role and its guardrail."""

AUDIT_ALARMS = (
    "audit-root-use",
    "audit-keys-disabled",
    "audit-trail-changed",
    "audit-rights-changed",
    "audit-bucket-policies-changed",
)

_KEYS = ("data", "sealing", "queue", "logs", "alerts")


class Name(NamedTuple):
    """One name, and the setting that it is made of beside project and stack."""

    kind: str
    text: str
    setting: str = ""
    """As `pulumi config set --path` wants it."""
    own: str = ""
    """What the setting says."""


def names(context: StackContext, settings: ProgramSettings) -> Iterator[Name]:
    """Every name that differs between two stacks, as the components make them."""
    for kind, short_names in _short_names(settings).items():
        yield from (Name(kind, context.name(short_name)) for short_name in short_names)
    functions = [context.name(handler.replace("_", "-")) for handler in VARIABLES]
    for kind, form in (("function", "{}"), ("role", "{}"), ("log group", "/aws/lambda/{}")):
        yield from (Name(kind, form.format(each)) for each in functions)
    yield Name("log group", f"/aws/apigateway/{context.name('gateway')}")
    if settings.network:
        yield Name("log group", f"/aws/vpc/{context.name('network')}")
    if settings.fleet:
        yield Name("log group", f"/aws/ec2/{context.name('workers')}")
        yield Name("role", context.name("workers"))
    if settings.audit_trail:
        yield Name("log group", f"/aws/cloudtrail/{context.name('audit')}")
    yield Name("log group", f"aws-waf-logs-{context.project}-{context.stack}")
    keys = [
        *_KEYS,
        "signing",
        "webhooks",
        "roots",
        *(f"messages-{number}" for number in settings.message_keys),
    ]
    keys += ["trust-store"] if settings.trust_store_file else []
    keys += ["audit"] if settings.audit_trail else []
    keys += ["workers"] if settings.fleet else []
    keys += ["event-bus"] if settings.event_bus else []
    yield from (Name("key alias", f"alias/{context.name(key)}") for key in keys)
    for short_name in ("payments", "entries"):
        dash = "-" if settings.ledger_suffix else ""
        text = f"{context.name(short_name)}{dash}{settings.ledger_suffix}"
        yield Name("table", text, "ledgerSuffix", settings.ledger_suffix)
    yield from (Name("table", context.name(each)) for each in ("merchants", "events"))
    domain = settings.sender_address.partition("@")[2]
    yield Name("mail domain", domain, "senderAddress", domain)
    if settings.domain:
        yield Name("gateway domain", settings.domain.name, "domain.name", settings.domain.name)
    yield from (Name("tag", text) for text in (context.project, context.stack))
    yield Name("tag", context.owner, "owner", context.owner)


def _short_names(settings: ProgramSettings) -> Mapping[str, list[str]]:
    """Kind → what its names say after project and stack."""
    queues = ("payments", "notifications", "email-events", "events")
    return {
        "queue": [
            *(f"{each}{end}" for each in queues[:-1] for end in ("", "-dead")),
            # A queue that keeps an order is told by its name.
            *(f"{queues[-1]}{end}.fifo" for end in ("", "-dead")),
            *lost_queues(settings),
        ],
        "role": [
            *(["gateway-logging"] if settings.owns_api_gateway_account else []),
            *(["network-flows"] if settings.network else []),
            *(["audit-trail"] if settings.audit_trail else []),
            *([CHAT] if settings.alarm_chat else []),
        ],
        "policy": [CHAT] if settings.alarm_chat else [],
        "chat configuration": [CHAT] if settings.alarm_chat else [],
        "layer": ["dependencies", "mail-dependencies"] if settings.dependency_layer else [],
        "log policy": ["firewall"],
        "rule": ["sweep", "sweep-events", "reconcile", "expire", "sign"],
        "dashboard": ["dashboard"],
        "alarm": [*_alarms(queues, settings), *(AUDIT_ALARMS if settings.audit_trail else ())],
        "trail": ["audit"] if settings.audit_trail else [],
        "topic": [ALARMS, MAIL_EVENTS],
        "secret": ["psp", "psp-webhook"],
        "user pool": ["merchants"],
        "sign-in domain": [settings.account],
        "mail template": [*MAILS, *MERCHANT_MAILS],
        "configuration set": ["mail"],
        "security group": list(_groups(settings)),
        "name firewall": ["names", "names-called", "names-others"] if settings.network else [],
        "bucket": list(_buckets(settings)),
        "launch template": ["workers"] if settings.fleet else [],
        **{
            kind: [EVENTS] if settings.event_bus else []
            for kind in ("event bus", "event archive", "schema registry")
        },
        "web acl": ["gateway"],
        "gateway": ["gateway"],
    }


def lost_queues(settings: ProgramSettings) -> list[str]:
    """The queues of what AWS could not hand on, each with an alarm of its name."""
    paged, bus = settings.paged, settings.event_bus
    return [*([PAGES_LOST] if paged else []), *([EVENTS_LOST] if bus else [])]


def _buckets(settings: ProgramSettings) -> Iterator[str]:
    yield from roots_buckets(settings.account)
    if settings.trust_store_file:
        yield from (f"{settings.account}-trust-store{end}" for end in ("", "-reads"))
    if settings.fleet:
        yield from code_buckets(settings.account)
    if settings.audit_trail:
        yield from audit_buckets(settings.account)


def _groups(settings: ProgramSettings) -> Iterator[str]:
    if settings.network:
        yield from ("functions", "endpoints")
        ranges = in_groups(settings.network.psp_ranges or PSP_RANGES)
        yield from (f"psp-{number}" for number, _ in enumerate(ranges, start=1))


def _alarms(queues: tuple[str, ...], settings: ProgramSettings) -> Iterator[str]:
    for queue in queues:
        yield from (f"{queue}-{end}" for end in ("dead-letters", "dead-letters-in-flight", "age"))
    for handler in VARIABLES:
        reported = ("errors", "throttles", "duration", *REPORTED.get(handler, ()))
        yield from (f"{handler.replace('_', '-')}-{metric}" for metric in reported)
    yield from ("email-events-lost", "gateway-5xx")
    yield from ("sweeper-silent", "reconciler-silent", "payer-retention-silent")
    yield from ("ledger-roots-silent", "event-sweeper-silent")
    yield from ("psp-key-age", "psp-webhook-age", *MONITORED)
    yield from lost_queues(settings)
    if settings.domain:
        yield "certificate-expiry"
    if settings.fleet:
        yield "workers-missing"
