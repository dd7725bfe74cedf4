"""Who is asked about where a denial spares one role."""

import json
from typing import Any, Final

from pulumi_policy import StackValidationArgs, StackValidationPolicy

from local.policy_check.analyzer import Analyzer
from policies.pci.framework.documents import parse
from policies.pci.framework.resource import Stack
from policies.pci.framework.tokens import IAM_ROLE
from policies.pci.rules._callers import NOBODY, WHO, callers, written
from policies.pci.rules._questions import ROOTS_KEPT
from policy_proof.resources import resource

ROLE: Final = "arn:aws:iam::111122223333:role/{}"
SIGNER: Final = ROLE.format("signer")
ROLES: Final = [
    resource(IAM_ROLE, {"name": name, "arn": ROLE.format(name)}, name)
    for name in ("signer", "else")
]
CONFIG: Final = {"holders": {"roots-kept": ["signer"]}, "things": {}}
SAID: Final = parse(
    json.dumps(
        {
            "Statement": {
                "Effect": "Deny",
                "Principal": "*",
                "Action": "s3:PutObject",
                "Resource": "*",
                "Condition": {"ArnNotLike": {"aws:PrincipalArn": [SIGNER, ROLE.format("guest")]}},
            }
        }
    )
)


def asked() -> tuple[list[str], list[str | None]]:
    """Whose work it is, and who else is asked about, in a stack of two roles."""
    found: list[tuple[list[str], list[str | None]]] = []

    def keep(args: StackValidationArgs, _report: Any) -> None:
        found.append(callers(Stack(args), ROOTS_KEPT, SAID, CONFIG))

    Analyzer([StackValidationPolicy("it", "Keeps.", keep)], {}).stack(ROLES)
    return found[0]


def test_whose_work_it_is_is_a_role_of_the_stack() -> None:
    """By the question's holders, and by the denial, which knows the ARN first."""
    mine, others = asked()
    assert set(mine) == {SIGNER}
    assert SIGNER not in others


def test_everybody_else_is_asked_about() -> None:
    """Nobody, other roles of ours, whom the denial names, strangers, and names that are near."""
    _, others = asked()
    near = {f"{SIGNER}x", SIGNER[:-1], f"{SIGNER[:-1]}="}
    named = {ROLE.format(each) for each in ("else", "guest", "somebody")}
    assert set(others) == {None, NOBODY, *named, *near}


def test_what_conditions_compare_with_is_read_by_its_key() -> None:
    """Of other keys nothing is."""
    assert list(written(WHO, SAID)) == [SIGNER, ROLE.format("guest")]
    assert list(written("aws:userid", SAID)) == []
