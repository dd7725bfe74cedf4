"""Rules about the statements of a resource's own policy, as a table of questions."""

from collections.abc import Callable, Iterator, Mapping, Sequence

from .documents import DocumentError, Statement, parse
from .evaluation import Placed
from .guards import confused, public, wildcard_actions
from .predicates import Config
from .resource import Resource, Stack
from .rule import Finding
from .values import ABSENT, UNKNOWN, UndecidedError

Wrong = Callable[[Statement, Config], bool]


def statements(resource: Resource, path: str) -> tuple[Statement, ...]:
    """The statements of every document at `path`; none where there is no document.

    Raises:
        UndecidedError: a document is unknown.
        DocumentError: a document can't be parsed; the message names the path and the position.
    """
    found: list[Statement] = []
    for at, document in resource.each(path):
        if document is UNKNOWN:
            raise UndecidedError(at)
        if document is ABSENT:
            continue
        try:
            found.extend(parse(document))
        except DocumentError as error:
            message = f"{at}: {error}"
            raise DocumentError(message) from None
    return tuple(found)


def placed(resource: Resource, path: str) -> list[Placed]:
    """The same, each with the place where it stands, for a message about somebody else."""
    return [
        Placed(each, f"{resource.name}, {path}, Statement[{index}]")
        for index, each in enumerate(statements(resource, path))
    ]


def no_statement(
    documents: Mapping[str, Sequence[str]], wrong: Wrong, say: str
) -> Callable[[Resource, Config], Iterator[Finding]]:
    """A check: in the documents at these paths (by type) no statement is `wrong`."""

    def check(resource: Resource, config: Config) -> Iterator[Finding]:
        for path in documents[resource.type]:
            for index, each in enumerate(statements(resource, path)):
                if wrong(each, config):
                    yield Finding(f"{path}, Statement[{index}]: {say}")

    return check


def attached(
    stack: Stack, subject: Resource, documents: Mapping[str, tuple[str, str]], own: str = "policy"
) -> list[tuple[Statement, ...]]:
    """Every document that speaks for `subject`: its own, and those of guards that name it.

    A property that the provider filled in from a guard counts once: after a refresh both have
    the document, before the guard exists the property is empty.

    `documents`: the guards' type → the property that names the subject, and the document's.

    Raises:
        UndecidedError: a document is unknown.
        DocumentError: a document can't be parsed.
    """
    guards = [
        statements(guard, path)
        for kind, (names, path) in documents.items()
        for guard in stack.naming(subject, kind, names, "id", "arn", "url", "name", "bucket")
    ]
    if subject.get(own) in (ABSENT, "", {}):
        return guards
    mine = statements(subject, own)
    return guards if mine in guards else [mine, *guards]


def nobody_else(holder: Resource, _config: Config) -> Iterator[Finding]:
    """A check of the document at `policy`: named principals, and services on our behalf.

    Whose they are is for rule 0.9, which reads every document.
    """
    for index, each in enumerate(statements(holder, "policy")):
        if public(each) or confused(each):
            yield Finding(
                f"policy, Statement[{index}]: Name the principal; bind a service by "
                "aws:SourceArn or aws:SourceAccount."
            )


def nobody_else_and_named_actions(
    holder: Resource, config: Config, spared: Callable[[Statement], bool] = lambda _: False
) -> Iterator[Finding]:
    """The same, and no action by a pattern, but in statements that are `spared` that."""
    yield from nobody_else(holder, config)
    for index, each in enumerate(statements(holder, "policy")):
        if wildcard_actions(each) and not spared(each):
            yield Finding(f"policy, Statement[{index}]: Write out the actions, without *.")
