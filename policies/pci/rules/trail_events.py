"""What a trail leaves out, and whom it tells."""

from collections.abc import Iterator
from typing import Any, Final

from pulumi_policy import Severity

from ..framework.parts import Part, parts
from ..framework.predicates import NOT_EMPTY, Config
from ..framework.resource import Resource, Stack
from ..framework.rule import Finding, PropertyRule, Rule
from ..framework.tokens import TOPIC, TRAIL
from ..framework.values import ABSENT
from .trails import whole

_OFF: Final = (False, "false")
_BOTH: Final = frozenset({"read", "write"})
_READ_WRITE: Final = {
    "All": _BOTH, "ReadOnly": frozenset({"read"}), "WriteOnly": frozenset({"write"}),
}  # fmt: skip
_READ_ONLY: Final = {"true": "read", "false": "write"}


def _by_basic(trail: Resource) -> Iterator[str]:
    """`read` and `write`, as far as basic selectors log whole management events."""
    for selector in parts(trail, "eventSelectors[]"):
        whole = selector.known("includeManagementEvents", default=True) not in _OFF
        if whole and not selector.known("excludeManagementEventSources", []):
            yield from _READ_WRITE.get(str(selector.known("readWriteType", "All")), ())


def _by_advanced(trail: Resource) -> Iterator[str]:
    """The same of advanced selectors: those log nothing that none of them names."""
    for selector in parts(trail, "advancedEventSelectors[]"):
        fields = {str(each.known("field")): each for each in parts(selector, "fieldSelectors[]")}
        category = fields.pop("eventCategory", None)
        if category is None or category.known("equals", []) != ["Management"]:
            continue
        kind = fields.pop("readOnly", None)
        # Any other field, `eventSource` first, leaves something out.
        if not fields and all(whole(each) for each in (category, kind) if each):
            yield from _BOTH if kind is None else _named(kind)


def _named(kind: Part) -> Iterator[Any]:
    values = kind.known("equals", [])
    yield from (_READ_ONLY.get(str(each).lower(), "") for each in values)


def _logged(trail: Resource) -> frozenset[str]:
    """What of management events a trail logs whole."""
    if trail.known("advancedEventSelectors", []):
        return frozenset(_by_advanced(trail))
    if trail.known("eventSelectors", []):
        return frozenset(_by_basic(trail))
    return _BOTH


def _says_who_did_what(stack: Stack, trail: Resource, _config: Config) -> Iterator[Finding]:
    # A trail of data events beside one of management events is in order.
    logged = [each for each in stack.of(TRAIL) if each.get("enableLogging") not in _OFF]
    if not any(_logged(each) >= _BOTH for each in logged):
        place = "advancedEventSelectors" if trail.get("advancedEventSelectors") not in (
            ABSENT, [],
        ) else "eventSelectors"  # fmt: skip
        yield Finding(
            f"{place}: Log every management event, reads and writes, of every service: leave "
            "include_management_events on and exclude_management_event_sources out, or add an "
            "advanced selector whose one field is eventCategory equals Management."
        )


MANAGEMENT_EVENTS: Final = Rule(
    number="90b",
    name="cloudtrail-management-events",
    description="Every change and every look at the account itself is written down.",
    severity=Severity.CRITICAL,
    pci=("10.2.1", "10.2.1.2", "10.2.1.5"),
    references=("CloudTrail.1",),
    subjects=(TRAIL,),
    stack=_says_who_did_what,
    watches={
        TRAIL: {
            "enableLogging": (),
            **dict.fromkeys(
                (
                    "eventSelectors[].readWriteType",
                    "eventSelectors[].includeManagementEvents",
                    "eventSelectors[].excludeManagementEventSources",
                    "advancedEventSelectors[].fieldSelectors[].field",
                ),
                (),
            ),
        }
    },
)

TRAIL_TELLS_US: Final = Rule(
    number="90c",
    name="cloudtrail-topic-ours",
    description="A trail tells its news to a topic of ours.",
    severity=Severity.CRITICAL,
    pci=("10.3.2",),
    property_rules={
        TRAIL: (
            # A name without an account. Whose bucket it is, only-ours says.
            PropertyRule(
                "snsTopicName",
                NOT_EMPTY,
                "Pass the name of an aws.sns.Topic as sns_topic_name, or leave it out.",
                producers=(TOPIC,),
                optional=True,
            ),
        )
    },
)

RULES: Final = (MANAGEMENT_EVENTS, TRAIL_TELLS_US)
"""Rules about every trail; that there is one is asked in `trails`."""
