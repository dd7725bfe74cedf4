"""`till inbox`: the mails that the emulator of a local stack took."""

import json
from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Final

import typer
from botocore.awsrequest import AWSRequest
from botocore.httpsession import URLLib3Session

from till.lib.answer import Document, answer
from till.lib.exits import CommandError, Exit
from till.lib.options import AsJson, OutputsFile, StackName
from till.lib.report import Section
from till.lib.stack import client, on_this_machine, stack_of

MESSAGES: Final = "/_ministack/ses/messages"
SECONDS: Final = 10


class Mail(Document):
    """One mail."""

    to: list[str]
    subject: str
    text: str


class Mails(Document):
    """What `till inbox --json` prints, oldest first."""

    mails: list[Mail]


def add(app: typer.Typer) -> None:
    """Put the command there."""
    app.command("inbox", help="The mails of a local stack.")(inbox)


def inbox(
    *,
    to: Annotated[str | None, typer.Option(help="An address, or a part of one.")] = None,
    most: Annotated[int, typer.Option(min=1, help="The latest so many.")] = 20,
    outputs: OutputsFile = None,
    stack: StackName = None,
    as_json: AsJson = False,
) -> int:
    """0, whatever is there.

    Raises:
        CommandError: the stack is none of this machine, whose mails nobody keeps.
    """
    told = stack_of(outputs, stack)
    if not on_this_machine(told.gateway_url):
        message = (
            "A deployed stack keeps no mail: SES sends it. Only the mails of `make local` can be "
            "read; `till get` says where a payment's mail stands."
        )
        raise CommandError(Exit.MISUSED, message)
    endpoint = client(told, "sesv2").meta.endpoint_url
    found = [each for each in _mails(endpoint) if to is None or to in " ".join(each.to)][-most:]
    answer(Mails(mails=found), report(found), as_json=as_json)
    return Exit.DONE


def report(mails: Sequence[Mail]) -> list[Section]:
    """A section for each mail."""
    if not mails:
        return [Section("Inbox", notes=["No such mail."])]
    return [
        Section(each.subject, notes=[f"To: {', '.join(each.to)}", *each.text.splitlines()])
        for each in mails
    ]


def _mails(endpoint: str) -> list[Mail]:
    http = URLLib3Session(timeout=SECONDS)
    answered = http.send(AWSRequest("GET", f"{endpoint}{MESSAGES}").prepare())
    by_account: Mapping[str, Sequence[Mapping[str, Any]]] = json.loads(answered.content)["messages"]
    return [
        Mail(to=list(each["To"]), subject=str(each["Subject"]), text=str(each["BodyText"]))
        for mails in by_account.values()
        for each in mails
    ]
