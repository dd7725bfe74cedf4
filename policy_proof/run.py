"""All mutants, in as many processes as there are cores."""

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Final

from local.lib.parallel import parallel
from policy_proof import iam_proof, pair_proof, scenarios, schema_proof, settings, written
from policy_proof.stacks import STACKS
from policy_proof.tally import Tally


def _deployed(which: int) -> Tally:
    only = scenarios.half(scenarios.FULL, which)
    return scenarios.prove(scenarios.stack(scenarios.FULL), only=only)


def _alike() -> Tally:
    return scenarios.prove(scenarios.stack(scenarios.FULL), only=scenarios.alike(scenarios.FULL))


def _previewed() -> Tally:
    return scenarios.prove(scenarios.stack(scenarios.FULL, known=False), tries=False)


def _other(name: str) -> Tally:
    return scenarios.prove(scenarios.stack(name), only=scenarios.distinct(name), tries=False)


def _fixture(name: str) -> Tally:
    return scenarios.prove(scenarios.fixture(name))


def _iam(name: str) -> Tally:
    return iam_proof.prove(scenarios.stack(name), scenarios.distinct(name))


def _iam_of_all(half: int) -> Tally:
    return iam_proof.half(scenarios.stack(scenarios.FULL), half)


def _every_document(half: int) -> Tally:
    return iam_proof.every(scenarios.stack(scenarios.FULL), half)


DEPLOYED: Final[Mapping[str, Callable[[], Tally]]] = {
    "prod, one half": partial(_deployed, 0),
    "prod, the other half": partial(_deployed, 1),
    **{name: partial(_fixture, name) for name in scenarios.FIXTURES},
    "by hand": written.prove,
    "settings": settings.prove,
}
"""What proves a watched property: our full stack, the small ones, and what is written by hand."""
SCHEMA: Final[Mapping[str, Callable[[], Tally]]] = {
    "schema, one half": partial(schema_proof.prove, 0),
    "schema, the other half": partial(schema_proof.prove, 1),
}
"""What the provider's schema makes of every property, whether a rule watches it or not."""
IAM: Final[Mapping[str, Callable[[], Tally]]] = {
    "IAM, prod, one half": partial(_iam_of_all, 0),
    "IAM, prod, the other half": partial(_iam_of_all, 1),
    **{f"IAM, {name}": partial(_iam, name) for name in STACKS if name != scenarios.FULL},
}
"""What IAM's own vocabulary makes of each statement that stands in a stack."""
PAIRS: Final[Mapping[str, Callable[[], Tally]]] = {"pairs": partial(pair_proof.prove, 0, 1_000)}
"""Two of the schema's changes at once."""
AT_LENGTH: Final[Mapping[str, Callable[[], Tally]]] = {
    "prod, what is alike": _alike,
    "IAM, every document": partial(_every_document, 0),
    "IAM, every other document": partial(_every_document, 1),
    "more pairs": partial(pair_proof.prove, 1_000, 2_500),
}
"""What only the command does: resources and statements alike, and more pairs."""
PREVIEWED: Final[Mapping[str, Callable[[], Tally]]] = {
    "prod, first preview": _previewed,
    **{name: partial(_other, name) for name in STACKS if name != scenarios.FULL},
}
"""The same protections where less is known, and in the other stacks."""
ALL: Final = {**DEPLOYED, **PREVIEWED, **SCHEMA, **IAM, **PAIRS, **AT_LENGTH}


def together(jobs: Mapping[str, Callable[[], Tally]]) -> Tally:
    """What several jobs prove."""
    return sum((one for _, one in spread(jobs)), Tally())


def spread(jobs: Mapping[str, Callable[[], Tally]] = ALL) -> Iterator[tuple[str, Tally]]:
    """Every job with its tally, as each is done; the longest begin first."""
    yield from parallel(_job, list(jobs))


def _job(name: str) -> Tally:
    return ALL[name]()
