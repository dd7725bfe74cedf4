"""Every place of the stack's settings where a value can be set, and right values for all."""

from collections.abc import Iterator, Mapping
from typing import Any, Final, NamedTuple

from settings_errors import path
from stack_settings import StackSettings
from tests.engine.newcomer import TEST_KEY

RIGHT: Final = {
    "alarmChat.channelId": "C07EZ1ABC23",
    "alarmChat.workspaceId": "T07EA123LEP",
    "alarmPager": "https://events.pagerduty.com/integration/standin/enqueue",
    "aws:allowedAccountIds[0]": "444455556666",
    "aws:region": "eu-central-1",
    "alarmEmail": "on-call@example.com",
    "currencies[0]": "eur",
    "domain.certificateArn": "arn:aws:acm:eu-central-1:444455556666:certificate/one",
    "domain.name": "404",
    "domain.ownershipCertificateArn": "arn:aws:acm:eu-central-1:444455556666:certificate/two",
    "domain.trustStore": "tests/fakes/client-authority.pem",
    "eventBus.archiveDays": "14",
    "eventBus.readers[0]": "777788889999",
    "errorDocumentation": "https://errors.example.com/",
    "fleet.inFlight": "5",
    "fleet.instanceType": "t4g.small",
    "fleet.maxInstances": "2",
    "fleet.minInstances": "1",
    "fleet.pspInFlight": "20000",
    "logLevel": "DEBUG",
    "loggedPayments": "50",
    "logRetentionDays": "731",
    "messageKeys[1]": "201",
    "network.pspRanges[0]": "203.0.113.7/32",
    "network.zones[0]": "a",
    "network.zones[1]": "b",
    "pspApiBase": "https://api.stripe.com",
    "pspKey": TEST_KEY,
    "retention": "dispose",
    "runbooks": "https://runbooks.example.com/",
    "senderAddress": "payments@example.com",
    "timing.chargeWindow": "7200",
    "timing.giveUp": "14400",
    "timing.lease": "400",
    "timing.longestWait": "900",
    "webhookSecrets[0]": "whsec_first",
    "webhookSecrets[1]": "whsec_second",
    "webhooksToLoopback": "",
}
"""Right values of fields that take few, or that must fit others; text that looks like a number
where that is allowed."""
BY_TYPE: Final = {"boolean": "true", "integer": "200", "number": "0.5", "string": "2026"}


class SettingPlace(NamedTuple):
    """A setting, a field of one or an item of a list: where a value can be set."""

    path: str
    kind: str
    """`array`, `object` or what a plain value is."""


def below(node: Mapping[str, Any]) -> Mapping[int | str, Mapping[str, Any]]:
    """The fields of a structure; of a list as many items as it needs, and one at least."""
    if node["type"] == "array":
        items = node.get("prefixItems") or [node["items"]] * max(node.get("minItems", 0), 1)
        return dict(enumerate(items))
    if node.get("additionalProperties"):
        return {"eur": node["additionalProperties"]}
    return dict(node.get("properties", {}))


def plain(node: Mapping[str, Any]) -> Mapping[str, Any]:
    """What is there where it is not null, and what it refers to."""
    node = next((each for each in node.get("anyOf", ()) if each.get("type") != "null"), node)
    return SCHEMA["$defs"][node["$ref"].rpartition("/")[2]] if "$ref" in node else node


def places(node: Mapping[str, Any], *at: int | str) -> Iterator[SettingPlace]:
    """Every path of the model."""
    for step, each in below(plain(node)).items():
        yield SettingPlace(path((*at, step)), plain(each)["type"])
        yield from places(each, *at, step)


SCHEMA: Final[dict[str, Any]] = StackSettings.model_json_schema()
PLACES: Final = {place.path: place for place in places(SCHEMA)}
PLAIN: Final = [each for each in PLACES.values() if each.kind not in {"array", "object"}]


def right(place: str) -> str:
    """A value that the setting takes."""
    return RIGHT[place] if place in RIGHT else BY_TYPE[PLACES[place].kind]


def config(
    instead: Mapping[str, Any], node: Mapping[str, Any] | None = None, *at: int | str
) -> Any:
    """Everything that can be set, with these values at these paths."""
    if (here := path(at)) in instead:
        return instead[here]
    found = plain(node or SCHEMA)
    if found["type"] not in {"array", "object"}:
        return right(here)
    inside = {step: config(instead, each, *at, step) for step, each in below(found).items()}
    return inside if found["type"] == "object" else list(inside.values())
