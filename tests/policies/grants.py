"""Roles and what is granted to them, in every way and every spelling."""

import json
from collections.abc import Callable, Mapping
from typing import Any

from local.policy_check.analyzer import Declared
from policies.pci.framework.actions import forms
from policies.pci.framework.tokens import (
    GROUP_POLICY,
    GROUP_POLICY_ATTACHMENT,
    IAM_GROUP,
    IAM_POLICY,
    IAM_ROLE,
    POLICY_ATTACHMENT,
    ROLE_POLICY,
    ROLE_POLICY_ATTACHMENT,
)
from policies.pci.rules.rights import about_anything
from policy_proof.resources import UNKNOWN, resource

ACCOUNT = "111122223333"
HERE = f"eu-central-1:{ACCOUNT}"
PINNED = {"allowedAccountIds": json.dumps([ACCOUNT])}
ROLE = resource(IAM_ROLE, {"name": "worker"}, "worker")
TABLE_ARN = f"arn:aws:dynamodb:{HERE}:table/jobs"
ELSEWHERE = "arn:aws:iam::111122223333:role/elsewhere"

Statement = dict[str, Any]


def document(*statements: Statement) -> str:
    """A policy."""
    return json.dumps({"Version": "2012-10-17", "Statement": statements})


def allow(*what: str, on: Any = "*", **more: Any) -> Statement:
    """A statement."""
    return {"Effect": "Allow", "Action": list(what), "Resource": on, **more}


def deny(*what: str, on: Any = "*", **more: Any) -> Statement:
    """Its contrary."""
    return {**allow(*what, on=on, **more), "Effect": "Deny"}


def inline(*statements: Statement, role: str = "worker", name: str = "policy") -> Declared:
    """A policy beside a role."""
    return resource(ROLE_POLICY, {"role": role, "policy": document(*statements)}, name)


KEY_ARN = f"arn:aws:kms:{HERE}:key/1234"
DISABLE = allow("kms:DisableKey", on=KEY_ARN)


# -- every right, every spelling, every way ------------------------------------------------


def _exact(action: str) -> Statement:
    return {"Action": action}


def _all_but(action: str) -> Statement:
    others = {each.partition(":")[0] for each in about_anything()} - {action.partition(":")[0]}
    return {"NotAction": [f"{each}:*" for each in sorted(others)]}


SPELLINGS: Mapping[str, Callable[[str], Statement]] = {
    "by name": _exact,
    "in capitals": lambda action: _exact(action.upper()),
    "by prefix": lambda action: _exact(f"{action[:-2]}*"),
    "by infix": lambda action: _exact(action.replace(":", ":*").replace(action[-4:-1], "*")),
    "letter by letter": lambda action: _exact(f"{action[:-3]}?{action[-2:]}"),
    "by leaving the others out": _all_but,
}


def _role(name: str, **more: Any) -> Declared:
    return resource(IAM_ROLE, {"name": name, **more}, name)


def _policy(name: str, text: str, logical: str = "") -> Declared:
    inputs = {"name": f"of-{name}", "policy": text, "arn": _arn_of(name)}
    return resource(IAM_POLICY, inputs, logical or f"managed-{name}")


def _arn_of(name: str) -> str:
    return f"arn:aws:iam::{ACCOUNT}:policy/of-{name}"


def _on_the_role(name: str, text: str) -> list[Declared]:
    return [_role(name, inlinePolicies=[{"name": "own", "policy": text}])]


def beside_the_role(name: str, text: str) -> list[Declared]:
    """A role and a policy beside it."""
    return [_role(name), resource(ROLE_POLICY, {"role": name, "policy": text}, f"beside-{name}")]


def _attached(name: str, text: str) -> list[Declared]:
    policy = _policy(name, text)
    made = {"policyArn": [policy]}
    inputs = {"role": name, "policyArn": UNKNOWN}
    attached = resource(ROLE_POLICY_ATTACHMENT, inputs, f"attached-{name}", made_of=made)
    return [_role(name), policy, attached]


def _attached_to_many(name: str, text: str) -> list[Declared]:
    inputs = {"roles": [name], "policyArn": _arn_of(name)}
    many = resource(POLICY_ATTACHMENT, inputs, f"attached-{name}")
    return [_role(name), _policy(name, text), many]


def _listed(name: str, text: str) -> list[Declared]:
    return [_role(name, managedPolicyArns=[_arn_of(name)]), _policy(name, text)]


def _of_a_group(name: str, text: str) -> list[Declared]:
    group = resource(IAM_GROUP, {"name": name}, name)
    return [group, resource(GROUP_POLICY, {"group": name, "policy": text}, f"of-{name}")]


def _attached_to_a_group(name: str, text: str) -> list[Declared]:
    group = resource(IAM_GROUP, {"name": name}, name)
    inputs = {"group": name, "policyArn": _arn_of(name)}
    attached = resource(GROUP_POLICY_ATTACHMENT, inputs, f"attached-{name}")
    return [group, _policy(name, text), attached]


def _nobodys_yet(name: str, text: str) -> list[Declared]:
    return [_policy(name, text, name)]


WAYS: Mapping[str, Callable[[str, str], list[Declared]]] = {
    "on the role": _on_the_role,
    "beside the role": beside_the_role,
    "attached": _attached,
    "attached to many": _attached_to_many,
    "listed by the role": _listed,
    "of a group": _of_a_group,
    "attached to a group": _attached_to_a_group,
    "attached to nobody yet": _nobodys_yet,
}


def thing_of(action: str) -> str:
    """The ARN of something that an action can be about."""
    shapes = forms(action)
    return shapes[0].replace("*", "x") if shapes else "*"
