"""What is not ours is named nowhere: accounts, organisations, regions, addresses, buckets."""

import datetime as dt
import re
from collections.abc import Callable, Iterable, Iterator
from typing import Final

from pulumi_policy import Severity

from ..framework import accounts, arns, foreign_services, partners, tokens, urls
from ..framework.accounts import Ours, pinned
from ..framework.places import Place, Use, places
from ..framework.predicates import Config
from ..framework.resource import Resource, Stack
from ..framework.rule import Finding, Rule
from ..framework.strangers import ACCOUNT, ADDRESS, REGION, strangers
from .identity_bounds import PAGES

BUCKET: Final = (
    "It is no bucket of this stack. Make it of one, or list its name under the buckets of "
    "only-ours."
)
NETWORK: Final = (
    "It is no network or endpoint of this stack. Make it of one, or list its id under the "
    "addresses of only-ours."
)
_NETWORKS: Final = (tokens.VPC, tokens.VPC_ENDPOINT)
_FROM: Final = frozenset({"aws:sourcevpc", "aws:sourcevpce"})
_TOP: Final = re.compile(r"[.\[]")
_FOUND_IN_CALL: Final = re.compile(r"(method\.request|context|stageVariables)\.")
_KEY: Final = re.compile(r".*bucket(name)?", re.IGNORECASE)
_ASKED_FOR_MORE: Final = {
    kind: frozenset(path.removesuffix("[]") for path in paths) for kind, paths in PAGES.items()
}
"""Type → properties of whose addresses another rule asks more: it alone speaks of them."""
_SUBJECTS: Final = tuple(
    sorted(
        value for name, value in vars(tokens).items() if name.isupper() and isinstance(value, str)
    )
)


def only_ours(today: dt.date) -> Rule:
    """Rule 0.9, whose partners count until their day."""

    def alone(resource: Resource, config: Config) -> Iterator[Finding]:
        ours = accounts.ours(resource, config, today)
        for say in _provider(resource, ours):
            yield Finding(f"The provider: {say}")
        yield from _said(resource, lambda place: strangers(place, ours))

    def named(stack: Stack, resource: Resource, config: Config) -> Iterator[Finding]:
        ours = accounts.ours(resource, config, today)
        yield from _said(resource, lambda place: _things(place, stack, resource, ours))

    def whole(_stack: Stack, config: Config) -> Iterator[Finding]:
        for say in (*_mistakes(config), *partners.expired(config["partners"], today)):
            yield Finding(say)

    return Rule(
        number="0.9",
        name="only-ours",
        description=(
            "Nothing names an account, an organisation, a region, a bucket or an address that is "
            "not ours."
        ),
        severity=Severity.CRITICAL,
        pci=("1.2.1", "7.2.2"),
        unreviewed_controls=("12.8.1",),
        check=alone,
        subjects=_SUBJECTS,
        stack=named,
        stack_check=whole,
        config=accounts.SETTINGS,
        schema={"partners": partners.SCHEMA},
        mistakes=_mistakes,
    )


def _mistakes(config: Config) -> Iterator[str]:
    yield from partners.mistakes(config.get("partners"))


def _said(resource: Resource, judge: Callable[[Place], Iterable[str]]) -> Iterator[Finding]:
    """Each sentence once for each place."""
    asked_for_more = _ASKED_FOR_MORE.get(resource.type, frozenset())
    for place in places(resource.props):
        for say in dict.fromkeys(judge(place)):
            if say is REGION and foreign_services.chats(resource.type, place.path, place.text):
                continue
            if say is not ADDRESS or _top(place) not in asked_for_more:
                yield Finding(f"{place.path}: {say}")


def _provider(resource: Resource, ours: Ours) -> Iterator[str]:
    if not resource.type.startswith("aws:"):
        return
    region = (resource.provider or {}).get("region")
    if region and ours.regions and region not in ours.regions:
        yield REGION
    if not ours.accounts.issuperset(pinned(resource)):
        yield ACCOUNT


def _things(place: Place, stack: Stack, resource: Resource, ours: Ours) -> Iterator[str]:
    """What has no account in its name: whether it is of this stack can only be seen here."""
    top = _top(place)
    for name in _buckets(place):
        mine = name in ours.buckets or foreign_services.keeps_bucket(name, ours.regions)
        # Of a document nobody can say which of its names an output stands for.
        made = name == place.text and resource.made_of(top, *urls.BUCKETS)
        if not (mine or made or any(name in _names(each) for each in stack.of(*urls.BUCKETS))):
            yield BUCKET
    for url in urls.within(place.text):
        thing = urls.named(url)
        if thing and not urls.allowed(url, ours.addresses) and not _makes(stack, thing):
            yield ADDRESS
    if place.use is Use.CONDITION and place.key.lower() in _FROM:
        known = place.text in ours.addresses or any(
            place.text == each.get("id") for each in stack.of(*_NETWORKS)
        )
        if not (known or resource.made_of(top, *_NETWORKS)):
            yield NETWORK


def _top(place: Place) -> str:
    """The property that it stands in."""
    return _TOP.split(place.path, maxsplit=1)[0]


def _buckets(place: Place) -> Iterator[str]:
    for arn in arns.within(place.text):
        name = arn.resource.split("/")[0]
        if arn.service == "s3" and not arn.account and name.strip("*"):
            yield name
    for url in urls.within(place.text):
        yield from urls.buckets(url)
    whole = place.use is Use.VALUE and _KEY.fullmatch(place.key)
    name = place.text
    if place.key.startswith("integration.request."):
        # Of a gateway's mapping: a value in quotes, or where in a call it is to be found.
        name = "" if _FOUND_IN_CALL.match(name) else name.strip("'")
    if whole and name and ":" not in name:
        yield name


def _names(bucket: Resource) -> tuple[object, object]:
    return bucket.get("bucket"), bucket.get("id")


def _makes(stack: Stack, thing: urls.Named) -> bool:
    """Whether something of the stack has this id, domain or host; nobody adds to another's API."""
    return any(
        each.get(key) in (thing.host, thing.thing)
        for each in stack.resources
        for key in ("id", "restApi", "urlId", "domain", "domainName", "dnsName")
    )
