"""What of a text is not ours. It says that, and what to write; never the text."""

import re
from collections.abc import Iterator
from fnmatch import fnmatchcase
from typing import Final
from urllib.parse import SplitResult

from . import arns, foreign_services, urls
from .accounts import Ours
from .arns import Arn
from .places import Place, Use

ACCOUNT: Final = (
    "It is of another account. Name one of ours, or list the other under the partners of "
    "only-ours, with who answers for it and until when."
)
OPEN: Final = "Name the account: a pattern in its place takes in everybody's."
NOBODY: Final = "Name the principal by its ARN: this id says nothing of whose it is."
REGION: Final = (
    "It is in another region. Stay in the stack's own, or list the other under the regions of "
    "only-ours."
)
ORGANIZATION: Final = (
    "Name our organisation by its whole id, and list it under the organizations of only-ours."
)
ADDRESS: Final = (
    "It leads to an address that is not ours. Take it out, or list it under the addresses of "
    "only-ours."
)
SERVICE: Final = "It is an endpoint service of others. List it under the addresses of only-ours."

_ACCOUNT: Final = re.compile(r"\d{12}")
_ACCOUNTS: Final = re.compile(r"\d{12}(?:[\s,;]+\d{12})*")
_PEER: Final = re.compile(r"(?<![\w:/-])(\d{12})/(?:sg|pl|vpc|tgw|eni)-")
_IMAGE: Final = re.compile(r"(?<![\w.-])(\d{12})\.dkr\.ecr(?:-fips)?\.")
_ORGANIZATION: Final = re.compile(r"o-[a-z0-9]{10,32}(/.*)?")
_REGION: Final = re.compile(rf"(?:^|[./@])({urls.REGION})(?=[a-z]?$|[._/])")
_SERVICE: Final = re.compile(r"com\.amazonaws\.vpce\.[\w.-]*vpce-svc-\w+")
_SUSPECT: Final = re.compile(r"arn:|://|\d{12}|^o-|-\d")
"""What every text that is looked into has in it."""
_OWNER: Final = re.compile(r"account|owner", re.IGNORECASE)
_ACCOUNT_KEYS: Final = ("account", ":sourceowner")
_ORGANIZATION_KEYS: Final = ("orgid", "orgpaths")
_OTHER_SIDE: Final = {
    "aws:resource": "${aws:principal",
    "aws:principal": "${aws:resource",
    "events:creatoraccount": "${aws:principalaccount}",
}
"""A condition's key → the variable that binds one side of a request to the other."""


def strangers(place: Place, ours: Ours) -> Iterator[str]:
    """One sentence for each thing that a place names and that is not ours."""
    if place.use is Use.CONDITION:
        yield from _of_condition(place, ours)
    elif place.use is Use.PRINCIPAL:
        yield from _of_principal(place, ours)
    elif place.text.startswith("arn:") and place.use is Use.RESOURCE:
        # A gateway's own policy may say `execute-api:/...` for itself.
        yield from _of_pattern(place, ours)
    if not _SUSPECT.search(place.text):
        return
    for arn in arns.within(place.text):
        yield from _of_arn(arn, place, ours)
    if place.use is Use.VALUE:
        yield from _of_value(place, ours)
    # A condition on the region asked for narrows, whichever it names.
    elsewhere = any(each not in ours.regions for each in _REGION.findall(place.text))
    if elsewhere and ours.regions and place.key.lower() != "aws:requestedregion":
        yield REGION
    for url in urls.within(place.text):
        if url.scheme.lower() != "s3":
            yield from _of_url(url, ours)


def _whose(account: str, ours: Ours) -> Iterator[str]:
    if ours.accounts and account not in ours.accounts:
        yield ACCOUNT if _ACCOUNT.fullmatch(account) else OPEN


def _of_arn(arn: Arn, place: Place, ours: Ours) -> Iterator[str]:
    if arn.service == "apigateway" and arn.resource.startswith(("path/", "action/")):
        # In place of the account stands the service behind the gateway; a queue's path has one.
        for account in re.findall(r"^path/(\d{12})/", arn.resource):
            yield from _whose(account, ours)
    elif arn.account and not foreign_services.lent(arn) and not _mine(arn, place):
        logs = place.use is Use.PRINCIPAL and foreign_services.writes_logs(
            arn.account, ours.regions
        )
        yield from () if logs else _whose(arn.account, ours)
    here = any(fnmatchcase(each, arn.region) for each in ours.regions)
    if arn.region and ours.regions and not here and not foreign_services.edge(arn):
        yield REGION


def _mine(arn: Arn, place: Place) -> bool:
    return place.use is Use.RESOURCE and arn.account.lower() == "${aws:principalaccount}"


def _of_condition(place: Place, ours: Ours) -> Iterator[str]:
    key, text = place.key.lower(), place.text
    other = next((each for side, each in _OTHER_SIDE.items() if key.startswith(side)), "\0")
    if text.lower().startswith(other):
        return
    if key.endswith(_ACCOUNT_KEYS):
        yield from _whose(text, ours)
    elif key.endswith(_ORGANIZATION_KEYS) and text.split("/")[0] not in ours.organizations:
        yield ORGANIZATION
    elif key.endswith("arn"):
        yield from _of_pattern(place, ours)


def _of_pattern(place: Place, ours: Ours) -> Iterator[str]:
    """Where an ARN is asked for, a pattern without its parts; everybody's own is for others."""
    whole = arns.within(place.text) or place.text.startswith("${")
    if ours.accounts and place.text.strip("*?") and not whole:
        yield OPEN


def _of_principal(place: Place, ours: Ours) -> Iterator[str]:
    if place.key == "CanonicalUser" and ours.accounts:
        yield NOBODY
    elif place.key == "AWS" and not place.text.startswith("arn:") and place.text != "*":
        if _ACCOUNT.fullmatch(place.text):
            logs = foreign_services.writes_logs(place.text, ours.regions)
            yield from () if logs else _whose(place.text, ours)
        elif ours.accounts:
            yield NOBODY


def _of_value(place: Place, ours: Ours) -> Iterator[str]:
    text = place.text
    # A number of an author's own name may be anything.
    if _ACCOUNTS.fullmatch(text) and (".variables." not in place.path or _OWNER.search(place.key)):
        for account in _ACCOUNT.findall(text):
            yield from _whose(account, ours)
    for account in (*_PEER.findall(text), *_IMAGE.findall(text)):
        yield from _whose(account, ours)
    if _ORGANIZATION.fullmatch(text) and text.split("/")[0] not in ours.organizations:
        yield ORGANIZATION
    if any(each not in ours.addresses for each in _SERVICE.findall(text)):
        yield SERVICE


def _of_url(url: SplitResult, ours: Ours) -> Iterator[str]:
    if urls.aws_service(url):
        for account in re.findall(r"^/(\d{12})/", url.path):
            yield from _whose(account, ours)
    elif not urls.allowed(url, ours.addresses):
        yield ADDRESS
