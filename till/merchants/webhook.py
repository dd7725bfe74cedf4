"""`till merchants webhook`: where a merchant is told, and by which secrets it believes it."""

import secrets
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from runtime.adapters.dynamodb_events import DynamoDbEvents
from runtime.adapters.webhook_signatures import derive, secret_text
from runtime.domain.delivery import KEPT, resumed
from runtime.domain.webhook import Webhook
from runtime.use_cases.know_caller import LIFE
from till.lib.answer import answer
from till.lib.exits import Exit
from till.lib.input import Outputs
from till.lib.new_file import write_new
from till.lib.options import AsJson, OutputsFile, StackName
from till.lib.stack import client, on_this_machine, stack_of
from till.merchants import webhook_documents as documents
from till.merchants import webhook_endpoint as endpoints
from till.merchants.documents import Name
from till.merchants.register import Register, register
from till.merchants.typed import name_of, say_done
from till.merchants.webhook_documents import WebhookChanged
from till.merchants.webhook_waiting import waiting

DAYS_KEPT = KEPT // (24 * 3_600)
SecretName = Annotated[str, typer.Option("--secret", help="The secret's name; `show` lists them.")]


def add(merchants: typer.Typer) -> None:
    """Put the commands below `till merchants`."""
    own = typer.Typer(help="Where a merchant is told of its payments.", no_args_is_help=True)
    for name, what, command in (
        ("set", "Make its endpoint, or change it; its secrets stay.", set_endpoint),
        ("show", "The endpoint, its secrets, how it is and what waits.", show),
        ("secret", "Write a secret into a file, for the merchant.", secret),
        ("rotate", "Make a second secret, to replace the first.", rotate),
        ("end", "End a secret: nothing is signed by it any more.", end),
        ("resume", "Try an endpoint that rests or is paused at once.", resume),
        ("off", "Tell the merchant nothing more.", off),
    ):
        own.command(name, help=what)(command)
    merchants.add_typer(own, name="webhook")


def set_endpoint(
    *,
    name: Name,
    url: Annotated[
        str | None, typer.Option(help="https://…, which everybody reaches; needed at first.")
    ] = None,
    contact: Annotated[
        str | None, typer.Option(help="The e-mail address of whoever mends it; '' is nobody.")
    ] = None,
    outputs: OutputsFile = None,
    stack: StackName = None,
    as_json: AsJson = False,
) -> int:
    """`till merchants webhook set`."""
    name, told = name_of(name), stack_of(outputs, stack)
    if url is not None:
        endpoints.url_of(url, loopback=on_this_machine(told.gateway_url))
    if contact is not None:
        endpoints.contact_of(contact)
    identifier = _new_name()
    now = int(time.time())
    after = _register(told).tell(
        name, lambda before: endpoints.placed(before, url, contact, now, identifier)
    )
    webhook = endpoints.existing(after, name)
    if url is not None:
        # Whoever names an address says that it is well, whatever the one before was.
        _events(told).set_health(name, resumed(now))
    newest = webhook.secret_ids[0]
    done = (
        f"is told at {webhook.url}, of payments that are accepted {LIFE} s from now or later. Its "
        f"secret: till merchants webhook secret {name} --to FILE"
        if newest == identifier
        else f"is told at {webhook.url}; its secrets are as they were."
    )
    changed = WebhookChanged(merchant=name, done=done, url=webhook.url, secret_id=newest)
    return say_done(changed, as_json=as_json)


def rotate(
    *, name: Name, outputs: OutputsFile = None, stack: StackName = None, as_json: AsJson = False
) -> int:
    """`till merchants webhook rotate`."""
    identifier, now = _new_name(), int(time.time())
    return _change(
        name_of(name),
        outputs,
        stack,
        lambda before, name: endpoints.rotated(before, name, now, identifier),
        f"the secret {identifier} signs beside the other. Give it to the merchant (till merchants "
        f"webhook secret {name} --to FILE), and end the other once it believes both.",
        identifier,
        as_json=as_json,
    )


def end(
    *,
    name: Name,
    secret: SecretName,
    outputs: OutputsFile = None,
    stack: StackName = None,
    as_json: AsJson = False,
) -> int:
    """`till merchants webhook end`."""
    return _change(
        name_of(name),
        outputs,
        stack,
        lambda before, name: endpoints.ended(before, name, secret),
        f"the secret {secret} has ended; a minute from now it signs nothing that is sent.",
        secret,
        as_json=as_json,
    )


def off(
    *, name: Name, outputs: OutputsFile = None, stack: StackName = None, as_json: AsJson = False
) -> int:
    """`till merchants webhook off`."""
    name = name_of(name)
    _register(stack_of(outputs, stack)).tell(name, lambda _: None)
    done = (
        "has no endpoint; a minute from now it is told nothing, and its secrets sign nothing. What "
        f"is due waits {DAYS_KEPT} days at most for another one."
    )
    return say_done(WebhookChanged(merchant=name, done=done), as_json=as_json)


def secret(
    *,
    name: Name,
    to: Annotated[Path, typer.Option(help="A new file for your eyes only.")],
    which: Annotated[
        str | None, typer.Option("--secret", help="Its name; without it the newest.")
    ] = None,
    outputs: OutputsFile = None,
    stack: StackName = None,
    as_json: AsJson = False,
) -> int:
    """`till merchants webhook secret`."""
    name, told = name_of(name), stack_of(outputs, stack)
    webhook = endpoints.existing(_register(told).known(name).webhook, name)
    named = endpoints.known(webhook, name, which or webhook.secret_ids[0])
    write_new(to, secret_text(derive(client(told, "kms"), told.webhook_key_arn, name, named)))
    done = f"the secret {named} is in {to}: hand it over, and delete the file."
    changed = WebhookChanged(merchant=name, done=done, url=webhook.url, secret_id=named)
    return say_done(changed, as_json=as_json)


def resume(
    *, name: Name, outputs: OutputsFile = None, stack: StackName = None, as_json: AsJson = False
) -> int:
    """`till merchants webhook resume`."""
    name, told = name_of(name), stack_of(outputs, stack)
    webhook = endpoints.existing(_register(told).known(name).webhook, name)
    _events(told).set_health(name, resumed(int(time.time())))
    done = f"what is due is sent to {webhook.url} within a minute; its failures are forgotten."
    return say_done(WebhookChanged(merchant=name, done=done, url=webhook.url), as_json=as_json)


def show(
    *, name: Name, outputs: OutputsFile = None, stack: StackName = None, as_json: AsJson = False
) -> int:
    """`till merchants webhook show`: 0, however the endpoint is."""
    name, told = name_of(name), stack_of(outputs, stack)
    webhook = endpoints.existing(_register(told).known(name).webhook, name)
    events, now = _events(told), int(time.time())
    shown = documents.endpoint(name, webhook, events.health(name), waiting(events, name, now), now)
    answer(shown, documents.report(shown, now), as_json=as_json)
    return Exit.DONE


def _change(
    name: str,
    outputs: Path | None,
    stack: str | None,
    change: Callable[[Webhook, str], Webhook],
    done: str,
    identifier: str,
    *,
    as_json: bool,
) -> int:
    after = _register(stack_of(outputs, stack)).tell(
        name, lambda before: change(endpoints.existing(before, name), name)
    )
    url = after and after.url
    changed = WebhookChanged(merchant=name, done=done, url=url, secret_id=identifier)
    return say_done(changed, as_json=as_json)


def _register(told: Outputs) -> Register:
    return register(told, partial(client, told))


def _events(told: Outputs) -> DynamoDbEvents:
    return DynamoDbEvents(client(told, "dynamodb"), told.events_table)


def _new_name() -> str:
    return endpoints.secret_id(secrets.token_bytes(endpoints.ID_BYTES))
