"""Who would call where a denial spares one role: that role, and everybody whom it must stop."""

from collections.abc import Iterator, Sequence
from typing import Final

from ..framework.documents import Statement
from ..framework.globs import overlap
from ..framework.guarded import arns
from ..framework.predicates import Config
from ..framework.resource import Stack
from ..framework.tokens import IAM_ROLE
from ._effects import may
from ._questions import Question

WHO: Final = "aws:principalarn"
SOMEBODY: Final = "somebody"
"""A role that nobody has heard of."""
NOBODY: Final = f"arn:aws:iam::000000000000:role/{SOMEBODY}"


def callers(
    stack: Stack, question: Question, said: Sequence[Statement], config: Config
) -> tuple[list[str], list[str | None]]:
    """ARNs of whose work it is, and of others: of the stack, near by, and whom a denial names.

    None among the others is a caller without an ARN, whom no policy knows.
    """
    roles = stack.of(IAM_ROLE)
    holding = [
        arn for each in roles if may(question, each.name, each.urn, config) for arn in arns(each)
    ]
    named = list(written(WHO, said))
    # Before a role is made its ARN is known from what the denials say alone.
    mine = [
        each
        for each in (*holding, *named)
        if "*" not in each and any(overlap(each, arn) for arn in holding)
    ]
    beside = [near for each in mine for near in (f"{each}x", each[:-1], f"{each[:-1]}=")]
    known = [arn for each in roles for arn in arns(each) if "*" not in arn]
    others = [*named, *beside, *known, NOBODY, *_in_account(mine)]
    return mine, [
        None,
        *(each for each in dict.fromkeys(others) if not any(overlap(each, arn) for arn in holding)),
    ]


def written(key: str, said: Sequence[Statement]) -> Iterator[str]:
    """The values that statements' conditions compare a key of the request with."""
    for each in said:
        for one in each.conditions:
            if one.key == key:
                yield from one.values


def _in_account(mine: Sequence[str]) -> Iterator[str]:
    for each in mine:
        yield f"{each.rpartition(':')[0]}:role/{SOMEBODY}"
