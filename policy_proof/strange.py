"""Texts that a property may be set to, whatever it is for: nobody's, everybody's, somebody's."""

import json
import re
from collections.abc import Iterator
from typing import Any, Final

from policy_proof.guards import SECRET

OURS: Final = "111122223333"
THEIRS: Final = "999988887777"
_REGION: Final = "us-east-1"
_ORGANISATION: Final = "o-a1b2c3d4e5"
_ARN: Final = f"arn:aws:{{}}:eu-central-1:{THEIRS}:{{}}"
_ARNS: Final = {
    "role": f"arn:aws:iam::{THEIRS}:role/theirs",
    "boundary": f"arn:aws:iam::{THEIRS}:policy/theirs",
    "policyarn": f"arn:aws:iam::{THEIRS}:policy/theirs",
    "bus": _ARN.format("events", "event-bus/theirs"),
    "topic": _ARN.format("sns", "theirs"),
    "alarm|actions": _ARN.format("sns", "theirs"),
    "function|lambda|uri|auth|sign": _ARN.format("lambda", "function:theirs"),
    "destination|target|queue": _ARN.format("sqs", "theirs"),
    "log": _ARN.format("logs", "log-group:theirs"),
    "certificate": _ARN.format("acm", "certificate/theirs"),
    "table|stream|backup": _ARN.format("dynamodb", "table/theirs"),
    "": _ARN.format("kms", "key/of-another-stack"),
}
"""What is in a path → whose ARN stands there; the first that is found."""
_DOCUMENT: Final = re.compile(r"(policy|policyDocument|assumeRolePolicy)")
_ADDRESSES: Final = re.compile(r"(ip|cidr)\w*", re.IGNORECASE)
_URL: Final = re.compile(r".*(url|uri|endpoint)s?", re.IGNORECASE)


def texts(path: str, value: Any) -> Iterator[tuple[str, str]]:
    """Each word of the table with a text for a property that has this path and value."""
    name = path.rpartition(".")[2].removesuffix("[]")
    yield "wild", _everybody(name)
    yield "text", "mutant"
    yield "foreign", _somebody(path, name, value)
    yield "secret", SECRET
    if _URL.fullmatch(name):
        yield "http", "http://mutant.example/"


def _everybody(name: str) -> str:
    if _DOCUMENT.fullmatch(name):
        return _document({"AWS": "*"})
    if name == "body":
        open_path: dict[str, Any] = {"/mutant": {"get": {"responses": {}}}}
        return json.dumps({"openapi": "3.0.1", "paths": open_path})
    return "0.0.0.0/0" if _ADDRESSES.match(name) else "*"


def _somebody(path: str, name: str, value: Any) -> str:
    if _DOCUMENT.fullmatch(name):
        return _document({"AWS": f"arn:aws:iam::{THEIRS}:root"})
    if re.search(r"region(name)?$", name, re.IGNORECASE):
        return _REGION
    if re.search(r"(account|accountId|owner)$", name, re.IGNORECASE):
        return THEIRS
    if name.endswith("OrgId"):
        return _ORGANISATION
    said = value[0] if isinstance(value, list) and value else value
    if isinstance(said, str) and OURS in said:
        return said.replace(OURS, THEIRS)
    low = path.lower()
    return next(arn for key, arn in _ARNS.items() if re.search(key, low))


def _document(principal: dict[str, str]) -> str:
    statement = {"Effect": "Allow", "Principal": principal, "Action": "*", "Resource": "*"}
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})
