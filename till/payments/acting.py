"""`till review resolve` and `till notify resend`: what a person does to a payment."""

from enum import StrEnum
from http import HTTPStatus
from typing import Annotated

import typer

from runtime.domain.payment import Status
from till.lib.answer import Document, answer, paper
from till.lib.asking import agreed
from till.lib.exits import CommandError, Exit
from till.lib.operators_api import Answer, OperatorsApi, checked
from till.lib.options import AsJson, OutputsFile, StackName, Yes
from till.lib.report import Section, show
from till.payments import reading
from till.payments.explain import PaymentId, story, summary
from till.payments.list_payments import After, Limit, list_payments
from till.payments.reading import Row
from till.payments.timeline import timeline


class Resolution(StrEnum):
    """What became of the payment."""

    SUCCEEDED = "succeeded"
    FAILED = "failed"


class Acted(Document):
    """What `till review resolve --json` and `till notify resend --json` print."""

    payment_id: str
    answered: int
    """The stack's HTTP status: 200 done, 202 under way."""
    status: str
    """Where the payment stands now."""
    mail: str
    """Where its mail stands now."""
    said: str
    """In words."""


def review_list(
    *,
    merchant: Annotated[str | None, typer.Option(help="Whose it is.")] = None,
    limit: Limit = 100,
    after: After = None,
    outputs: OutputsFile = None,
    stack: StackName = None,
    as_json: AsJson = False,
) -> int:
    """`till review list`: 0 with what waits for a person.

    Raises:
        InputError: the stack refuses.
    """
    return list_payments(
        status=Status.REQUIRES_REVIEW,
        merchant=merchant,
        limit=limit,
        after=after,
        outputs=outputs,
        stack=stack,
        as_json=as_json,
    )


def resolve(
    *,
    payment: PaymentId,
    resolution: Annotated[Resolution, typer.Argument(help="What is so.")],
    reason: Annotated[str, typer.Option(help="Why, in one line: no name, address or card.")],
    evidence: Annotated[str, typer.Option(help="Where another person finds what shows it.")],
    outputs: OutputsFile = None,
    stack: StackName = None,
    yes: Yes = False,
    as_json: AsJson = False,
) -> int:
    """`till review resolve`: 0 once the stack has taken it, 1 where it refuses or nobody agrees.

    Raises:
        InputError: the stack refuses.
    """
    payment_id, api = reading.whole_id(payment), reading.api_of(outputs, stack)
    row = reading.row(api, payment_id)
    if row["status"] != Status.REQUIRES_REVIEW:
        message = f"{payment_id} is {row['status']}, so there is nothing to resolve."
        raise CommandError(Exit.NO, message)
    if not as_json:
        show(paper(), [summary(row), story(timeline(reading.entries(api, payment_id)))])
    what = f"{payment_id} becomes {resolution} for ever, and its payer is told so."
    if not agreed(resolution, what, yes=yes, as_json=as_json, outputs=outputs):
        return Exit.NO
    body = {"resolution": resolution.value, "reason": reason, "evidence": evidence}
    said = api.post(f"{payment_id}/resolve", body)
    checked(said, f"payment {payment_id}")
    words = "Resolved; the payer's mail is on its way."
    if said.status == HTTPStatus.ACCEPTED:
        words = "Proposed: it stays in review until a second person says the same."
    return _told(api, said, payment_id, words, as_json=as_json)


def resend(
    *,
    payment: PaymentId,
    outputs: OutputsFile = None,
    stack: StackName = None,
    yes: Yes = False,
    as_json: AsJson = False,
) -> int:
    """`till notify resend`: 0 once the mail is due again, 1 where it can't be sent.

    Raises:
        InputError: the stack refuses.
    """
    payment_id, api = reading.whole_id(payment), reading.api_of(outputs, stack)
    row = reading.row(api, payment_id)
    what = f"{_mailed(row)} The same mail leaves once more, to {row['email_masked']}."
    if not agreed("resend", what, yes=yes, as_json=as_json, outputs=outputs):
        return Exit.NO
    said = api.post(f"{payment_id}/notifications", {})
    checked(said, f"payment {payment_id}")
    return _told(api, said, payment_id, "The mail is due again.", as_json=as_json)


def _mailed(row: Row) -> str:
    mail = row["notification"]["status"]
    return f"The mail about {row['payment_id']} ({row['status']}) is {mail}."


def _told(api: OperatorsApi, said: Answer, payment_id: str, words: str, *, as_json: bool) -> int:
    row = said.document
    if "status" not in row or "notification" not in row:
        # A proposal, say, is answered with something else than the row.
        row = reading.row(api, payment_id)
    document = Acted(
        payment_id=payment_id,
        answered=said.status,
        status=str(row["status"]),
        mail=str(row["notification"]["status"]),
        said=words,
    )
    notes = [words, f"The payment is {document.status}, its mail {document.mail}."]
    answer(document, [Section(payment_id, notes=notes)], as_json=as_json)
    return Exit.DONE
