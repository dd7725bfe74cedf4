"""What may stand in place of a good value."""

import json
from collections.abc import Iterator
from typing import Any

from policy_proof.edit import DROP
from policy_proof.resources import UNKNOWN

FOREIGN = "arn:aws:kms:eu-central-1:999988887777:key/of-another-stack"
"""A key of somebody else."""
ADMIN = "arn:aws:iam::aws:policy/AdministratorAccess"
ANYBODY = {"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*"}

ANYTHING = json.dumps(
    {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}}
)
"""A policy of an identity that may do everything."""
PLANTED = (
    True,
    False,
    -1,
    0,
    1_000_000_000,
    "",
    "*",
    "mutant",
    "0.0.0.0/0",
    FOREIGN,
    ADMIN,
    json.dumps({"Version": "2012-10-17", "Statement": [ANYBODY]}),
)
"""What to put where nothing is: the worst of every shape."""


def hostile(value: Any) -> Iterator[Any]:
    """Values of the same shape that a careless or a hostile hand might write."""
    if isinstance(value, bool):
        yield not value
    elif isinstance(value, int | float):
        yield from (-1, 0, 1_000_000_000)
    elif isinstance(value, str):
        yield from _texts(value)
    elif isinstance(value, list):
        yield []
        yield ["mutant"]
    elif isinstance(value, dict):
        yield {}


def _texts(value: str) -> Iterator[str]:
    try:
        document = json.loads(value)
    except json.JSONDecodeError:
        document = None
    if not isinstance(document, dict):
        yield from ("", "*", "mutant", str(value).swapcase(), "NONE", "HTTP", "pan", ADMIN)
        return
    yield "{"
    yield "{}"
    for each in _documents(document):
        yield json.dumps(each)


def _documents(document: dict[str, Any]) -> Iterator[Any]:
    """The document with each element gone, or each statement open to anybody."""
    for key, inner in document.items():
        yield {name: each for name, each in document.items() if name != key}
        if isinstance(inner, int | float) and not isinstance(inner, bool):
            yield {**document, key: 1_000_000}
        if isinstance(inner, str) and key != "Version":
            yield {**document, key: "mutant"}
    statements = document.get("Statement")
    if not isinstance(statements, list):
        return
    yield {**document, "Statement": [*statements, ANYBODY]}
    for index, one in enumerate(statements):
        before, after = statements[:index], statements[index + 1 :]
        yield {**document, "Statement": [*before, *after]}
        if not isinstance(one, dict):
            continue
        for change in _statements(one):
            yield {**document, "Statement": [*before, change, *after]}


def _statements(one: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield {key: each for key, each in one.items() if key != "Condition"}
    if one.get("Effect") == "Allow":
        yield {**one, "Action": "*"}
        if "Resource" in one:
            yield {**one, "Resource": "*"}
        if "Principal" in one:
            yield {**one, "Principal": {"AWS": "*"}}
    else:
        yield {**one, "Condition": {"StringEquals": {"aws:PrincipalTag/never": "true"}}}


__all__ = ["ANYBODY", "DROP", "FOREIGN", "UNKNOWN", "hostile"]
