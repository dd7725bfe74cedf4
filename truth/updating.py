"""What our classes change in place, changed by AWS's provider in the stack that it made."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, NamedTuple

from local.resources import KINDS
from truth.changes import OTHER, before_and_after
from truth.creation import Creation, Standing, configured, errors
from truth.plugin import AwsProvider
from truth.replacing import UNASKED, inputs_of
from truth.translate import attribute, proposed
from truth.values import With

_AT_ONCE = 8
# On, it does what it is for: the stack could not be taken away.
_PROTECTION = {
    ("aws_cognito_user_pool", "deletionProtection"),
    ("aws_dynamodb_table", "deletionProtectionEnabled"),
}
_LOCK = "aws_s3_bucket_object_lock_configuration"
_VERSIONING = "aws_s3_bucket_versioning"
"""S3 suspends none of a bucket with a lock (User Guide, "Locking objects with Object Lock")."""


class InputUpdate(NamedTuple):
    """A resource and its other inputs."""

    standing: Standing
    inputs: Mapping[str, Any]


def changes(
    creation: Creation, left: Collection[tuple[str, str]], *, given: bool
) -> Iterator[InputUpdate]:
    """Each input once, on the first resource that gives it; all of one resource together.

    Either what the program gives, or what it never does. What is `left`, what changes only in
    company, and what would protect the stack, is not among them.
    """
    by_type = defaultdict(list)
    every = creation.made.values()
    locked = [each.inputs["bucket"] for each in every if each.kind == _LOCK]
    for each in every:
        if each.kind != _VERSIONING or each.inputs["bucket"] not in locked:
            by_type[each.token].append(each)
    for token in by_type.keys() & KINDS.keys():
        found: dict[str, dict[str, Any]] = defaultdict(dict)
        standings = by_type[token]
        kind = standings[0].kind
        for key in inputs_of(token):
            if (
                not _able(standings, key)
                or key in KINDS[token].replaced_by
                or (kind, key) in {*left, *UNASKED, *_PROTECTION}
            ):
                continue
            alone = change(standings, key)
            if (key in alone.standing.inputs) != given:
                continue
            found[alone.standing.name] |= alone.inputs
        for name, inputs in found.items():
            yield InputUpdate(creation.made[name], inputs)


def change(standings: Sequence[Standing], key: str) -> InputUpdate:
    """One input of the first resource that gives it, of those that have nothing against it."""
    able = _able(standings, key)
    standing = next((each for each in able if key in each.inputs), able[0])
    pair = before_and_after(standing.kind, key, [standing])
    assert pair, (standing.kind, key)
    return InputUpdate(standing, {key: pair[1][key]})


def _able(standings: Sequence[Standing], key: str) -> Sequence[Standing]:
    """Those on which the input can change by itself: all that speaks against it is not there."""
    other = OTHER.get(standings[0].kind, {}).get(key)
    if not isinstance(other, With):
        return standings
    alone = not other.along and not any(other.also.values())
    return [each for each in standings if alone and not each.inputs.keys() & other.also.keys()]


def update(real: AwsProvider, wanted: InputUpdate, folder: Path) -> str:
    """Change in place, read back; what went wrong, or nothing."""
    kind, name = wanted.standing.kind, wanted.standing.name
    block = real.types[kind]
    inputs = {**wanted.standing.inputs, **wanted.inputs}
    config = configured(wanted.standing.token, name, inputs, block, folder)
    began = wanted.standing.applied
    applied = real.read(kind, began.state, began.private)
    plan = real.plan(
        kind,
        config,
        proposed(config, block, applied.state),
        applied.state,
        applied.private,
    )
    if plan.replaces or errors(plan.said):
        return f"plans {sorted(plan.replaces)} {errors(plan.said)}"
    after = real.apply(kind, config, plan, applied.state)
    if errors(after.said):
        return f"is refused {errors(after.said)}"
    found = real.read(kind, after.state, after.private)
    if errors(found.said) or found.state is None:
        return f"can't be read {errors(found.said)}"
    again = real.plan(
        kind, config, proposed(config, block, found.state), found.state, found.private
    )
    asked = {attribute(kind, key, block) for key in wanted.inputs}
    changed = {each for each in asked if again.state[each] != found.state[each]}
    return f"changes again {sorted(changed)}" if changed else ""


def update_all(real: AwsProvider, found: Iterable[InputUpdate], folder: Path) -> dict[str, str]:
    """What was changed → what went wrong; the provider waits for AWS, so several at once."""
    found = list(found)
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        said = list(pool.map(lambda each: update(real, each, folder), found))
    return {
        f"{each.standing.kind} {' '.join(sorted(each.inputs))}": words
        for each, words in zip(found, said, strict=True)
        if words
    }
