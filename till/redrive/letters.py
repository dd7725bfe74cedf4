"""`till dead-letters`: what lies in a dead-letter queue, one letter of it, and moving them."""

import time
from collections.abc import Sequence
from typing import Annotated

import typer

from till.lib.answer import answer
from till.lib.asking import agreed
from till.lib.exits import CommandError, Exit
from till.lib.options import AsJson, OutputsFile, StackName, Yes
from till.lib.report import Section
from till.lib.stack import stack_of
from till.payments.amounts import clock
from till.redrive._dead_letters import HIDDEN_SECONDS
from till.redrive.redrive import (
    MOST,
    Kind,
    Letters,
    held_elsewhere,
    letters_of,
    opened,
    report,
    run,
)
from till.redrive.seen import Seen

Queue = Annotated[Kind, typer.Argument(help="Whose dead letters.")]


def add(app: typer.Typer) -> None:
    """Put the commands there."""
    own = typer.Typer(help="Messages that failed ten times.", no_args_is_help=True)
    own.command("list", help="What each of them would do.")(list_letters)
    own.command("show", help="One of them, and its payment.")(show_letter)
    own.command("redrive", help="Move them back to their queue.")(redrive)
    app.add_typer(own, name="dead-letters")


def list_letters(
    *,
    queue: Queue,
    outputs: OutputsFile = None,
    stack: StackName = None,
    as_json: AsJson = False,
) -> int:
    """`till dead-letters list`: 0, whatever lies there.

    Raises:
        InputError, TillstackError, ClientError: one sentence each.
    """
    return run(queue=queue, outputs=outputs, stack=stack, as_json=as_json)


def show_letter(
    *,
    queue: Queue,
    which: Annotated[str, typer.Argument(help="The message's id, or its payment's, or its lane.")],
    outputs: OutputsFile = None,
    stack: StackName = None,
    as_json: AsJson = False,
) -> int:
    """`till dead-letters show`: 0 with the letter.

    Raises:
        CommandError: there is no such letter.
        InputError, TillstackError, ClientError: one sentence each.
    """
    dead_letters, look = opened(stack_of(outputs, stack), queue)
    held = dead_letters.held()
    taken = list(dead_letters.take(MOST))
    try:
        named = [one for one in taken if which in {one.message_id, one.about}]
        seen = list(map(look, named))
    finally:
        dead_letters.put_back(taken)
    if not seen:
        again = f"look again in {HIDDEN_SECONDS // 60} minutes"
        elsewhere = f" {held_elsewhere(held)}: {again}." if held else ""
        message = (
            f"No dead letter of {queue} is {which}; `till dead-letters list {queue}` has all."
            f"{elsewhere}"
        )
        raise CommandError(Exit.NOT_FOUND, message)
    document = Letters(queue=queue, held=held, letters=letters_of(seen, named))
    answer(document, _sections(seen, held), as_json=as_json)
    return Exit.DONE


def redrive(
    *,
    queue: Queue,
    most: Annotated[int, typer.Option(min=1, help="Letters to move.")] = MOST,
    outputs: OutputsFile = None,
    stack: StackName = None,
    yes: Yes = False,
    as_json: AsJson = False,
) -> int:
    """`till dead-letters redrive`: 0 once they are moved, 1 where nobody agrees.

    Raises:
        InputError, TillstackError, ClientError: one sentence each.
    """
    if not as_json and not yes:
        run(queue=queue, outputs=outputs, stack=stack, most=most)
    what = f"The dead letters of {queue} go back to their queue and do what is said of each."
    if not agreed("redrive", what, yes=yes, as_json=as_json, outputs=outputs):
        return Exit.NO
    return run(queue=queue, outputs=outputs, stack=stack, most=most, go=True, as_json=as_json)


def _sections(seen: Sequence[Seen], held: int) -> list[Section]:
    sections = [report(list(seen), held, int(time.time()), go=False)]
    for one in seen:
        if one.payment is not None:
            since = f"{one.payment.status} since {clock(one.payment.updated_at)} UTC"
            said = f"{one.payment.payment_id} is {since}; till explain says how it came to be."
            sections.append(Section("Its payment", notes=[said]))
    return sections
