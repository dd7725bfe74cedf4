"""Mutants from IAM's own vocabulary, of every policy document of a stack.

A document is one wherever it stands: each statement of it has an effect. What must be reported is
judged by `iam_effects`, which asks no rule.
"""

import json
import re
from collections.abc import Iterator, Sequence
from typing import Any, Final, NamedTuple

from google.protobuf.json_format import MessageToDict

from local.policy_check.analyzer import Declared
from policies.pci.framework.tokens import KEY_POLICY, VPC_ENDPOINT
from policy_proof import iam_oracle, iam_words
from policy_proof.by_schema import Change
from policy_proof.edit import edited, plain
from policy_proof.iam_effects import Effect, Verdict, effect
from policy_proof.iam_requests import made
from policy_proof.iam_words import Statement
from policy_proof.mutant import Mutant, MutantKind
from policy_proof.scenario import StackChange, StackScenario
from policy_proof.strange import OURS

_NAME: Final = re.compile(r"tillstack-\w+-[a-z-]+|[0-9a-f]{8}-[0-9a-f-]{27}|[\w.-]+@[\w.-]+")


class Place(NamedTuple):
    """Where a document stands."""

    one: Declared
    at: str
    statements: tuple[Statement, ...]

    @property
    def things(self) -> list[str] | None:
        """ARNs of what it is the policy of; none for an identity's."""
        if not any({"Principal", "NotPrincipal"} & each.keys() for each in self.statements):
            return None
        found = {arn for arn in (plain(self.one.state, "arn"),) if isinstance(arn, str)}
        key = plain(self.one.state, "keyId")
        if self.one.type == KEY_POLICY and isinstance(key, str):
            found.add(f"arn:aws:kms:eu-central-1:{OURS}:key/{key.rpartition('/')[2]}")
        named = (
            each
            for one in self.statements
            for each in iam_oracle.texts(one.get("Resource", one.get("NotResource")))
        )
        found |= {made(each) for each in named if each.count(":") > 4}  # noqa: PLR2004 - an ARN's
        return sorted(found)


def places(scenario: StackScenario) -> Iterator[Place]:
    """Every document of a stack that lets somebody do something; an endpoint's only bounds."""
    for _, one in sorted(scenario.declared.items()):
        if one.type == VPC_ENDPOINT:
            continue
        for at, text in _texts(MessageToDict(one.inputs), ""):
            statements = _statements(text)
            if statements:
                yield Place(one, at, statements)


def _texts(value: Any, at: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield at, value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from _texts(inner, f"{at}.{key}" if at else key)
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from _texts(inner, f"{at}[{index}]")


def _statements(text: str) -> tuple[Statement, ...]:
    try:
        body = json.loads(text)
    except json.JSONDecodeError:
        return ()
    found = body.get("Statement") if isinstance(body, dict) else None
    every: list[Any] = found if isinstance(found, list) else [found]
    whole = all(isinstance(each, dict) and "Effect" in each for each in every)
    return tuple(every) if whole else ()


def of(place: Place, *, seen: set[str] | None = None) -> Iterator[tuple[Change, Effect]]:
    """Every change of a document, and what it makes possible; no change that is nobody's question.

    `seen`: statements as others have them too, of which one is enough; it grows.
    """
    for index, each in enumerate(place.statements):
        form = f"{place.one.type} {_NAME.sub('', json.dumps(each))}"
        if seen is not None and form in seen:
            continue
        (seen if seen is not None else set()).add(form)
        where = f"{place.at}, Statement[{index}]"
        for said in iam_words.changes(each, f"{place.one.name} {where}"):
            after = [*place.statements[:index], said.statement, *place.statements[index + 1 :]]
            left = [one for one in after if one is not None]
            judged = effect(place.statements, left, place.things)
            if judged.verdict is not Verdict.OPEN:
                yield Change(said.word, where, _mutant(place, left)), judged


def _mutant(place: Place, statements: Sequence[Statement]) -> Mutant:
    one = place.one
    changed = edited(one, place.at, iam_words.document(statements))
    return Mutant(MutantKind.OF_IAM, one.type, place.at, one.urn, StackChange(put=(changed,)))
