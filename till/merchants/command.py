"""`till merchants`: add a merchant, replace a client, shut one out, list them all."""

import json
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from runtime.domain.merchant import Merchant
from runtime.use_cases.know_caller import LIFE
from till.lib.answer import answer, say_json
from till.lib.exits import Exit
from till.lib.input import InputError
from till.lib.new_file import write_new
from till.lib.options import AsJson, OutputsFile, StackName
from till.lib.stack import client as aws_client
from till.lib.stack import stack_of
from till.merchants import documents, signing_keys, webhook
from till.merchants.documents import Changed, ClientId, Name, Scopes, limit_document
from till.merchants.register import BOTH, Given, Register, register
from till.merchants.typed import limit_of, name_of, say_done


def add(app: typer.Typer) -> None:
    """Put the command and its own commands there."""
    own = typer.Typer(help="Add, change or list who may call.", no_args_is_help=True)
    for name, what, command in (
        ("add", "A merchant, or one more kind of client for it.", add_merchant),
        ("rotate", "Make a second client, to replace the first.", rotate),
        ("disable", "End a merchant, or one client of it.", disable),
        ("limit", "How often a merchant may call.", limit_calls),
        ("bodies", "Whether a client must encrypt its payments.", bodies),
        ("signatures", "The keys that a client signs its requests with.", signatures),
        ("credentials", "Write what a backend gets its tokens with.", credentials),
        ("list", "Every merchant with its clients.", list_merchants),
    ):
        own.command(name, help=what)(command)
    webhook.add(own)
    app.add_typer(own, name="merchants")


def add_merchant(
    *,
    name: Name,
    scope: Scopes = None,
    again: Annotated[
        bool, typer.Option("--again", help="Let a disabled merchant back in.")
    ] = False,
    outputs: OutputsFile = None,
    stack: StackName = None,
    as_json: AsJson = False,
) -> int:
    """`till merchants add`."""
    name = name_of(name)
    given = _register(outputs, stack).add(name, scope or BOTH, again=again)
    return _given(name, given, "was there already; nothing was changed", as_json=as_json)


def rotate(
    *,
    name: Name,
    scope: Scopes = None,
    outputs: OutputsFile = None,
    stack: StackName = None,
    as_json: AsJson = False,
) -> int:
    """`till merchants rotate`."""
    name = name_of(name)
    given = _register(outputs, stack).rotate(name, scope or BOTH)
    return _given(name, given, "", as_json=as_json)


def disable(
    *,
    name: Name,
    client: Annotated[
        str | None, typer.Option(help="The id of the client that ends; without it, all do.")
    ] = None,
    outputs: OutputsFile = None,
    stack: StackName = None,
    as_json: AsJson = False,
) -> int:
    """`till merchants disable`."""
    name = name_of(name)
    ended = list(_register(outputs, stack).disable(name, client))
    done = (
        f"ended {', '.join(ended) or 'no client'}. No new token is given; one that is out opens "
        f"nothing after {LIFE} s at most."
    )
    return say_done(Changed(merchant=name, done=done, ended=ended), as_json=as_json)


def limit_calls(
    *,
    name: Name,
    rate: Annotated[int | None, typer.Option(help="Calls a second.")] = None,
    burst: Annotated[int | None, typer.Option(help="Calls at once.")] = None,
    default: Annotated[bool, typer.Option("--default", help="The stack's, merchantLimit.")] = False,
    outputs: OutputsFile = None,
    stack: StackName = None,
    as_json: AsJson = False,
) -> int:
    """`till merchants limit`."""
    name = name_of(name)
    limit = limit_of(rate, burst, default=default)
    _register(outputs, stack).limit(name, limit)
    said = f"{limit.rate} calls a second, {limit.burst} at once" if limit else "the stack's limit"
    done = f"{said}, known everywhere after {LIFE} s at most."
    return say_done(Changed(merchant=name, done=done, limit=limit_document(limit)), as_json=as_json)


def bodies(
    *,
    name: Name,
    client: ClientId,
    encrypted: Annotated[
        bool, typer.Option("--encrypted", help="Refuse payments in clear.")
    ] = False,
    either: Annotated[bool, typer.Option("--any", help="Take them in clear too.")] = False,
    outputs: OutputsFile = None,
    stack: StackName = None,
    as_json: AsJson = False,
) -> int:
    """`till merchants bodies`."""
    if encrypted is either:
        message = "Say --encrypted or --any, and not both. Nothing was changed."
        raise InputError(message)
    name = name_of(name)
    _register(outputs, stack).seal(name, client, wanted=encrypted)
    said = f"{'are refused' if encrypted else 'may come'} in clear"
    done = f"payments of {client} {said}, known everywhere after {LIFE} s at most."
    return say_done(Changed(merchant=name, done=done, client_id=client), as_json=as_json)


def signatures(
    *,
    name: Name,
    client: ClientId,
    key: Annotated[
        Path | None, typer.Option(help="One more: a public Ed25519 key, in PEM.")
    ] = None,
    end: Annotated[
        str | None, typer.Option(help="The name of a key that no longer counts.")
    ] = None,
    none: Annotated[
        bool, typer.Option("--none", help="End all, and take unsigned requests.")
    ] = False,
    outputs: OutputsFile = None,
    stack: StackName = None,
    as_json: AsJson = False,
) -> int:
    """`till merchants signatures`."""
    name, change = name_of(name), signing_keys.change(key, end, none=none)
    done = signing_keys.told(client, _register(outputs, stack).sign(name, client, change))
    return say_done(Changed(merchant=name, done=done, client_id=client), as_json=as_json)


def credentials(
    *,
    name: Name,
    client: ClientId,
    to: Annotated[Path, typer.Option(help="A new file for your eyes only.")],
    outputs: OutputsFile = None,
    stack: StackName = None,
    as_json: AsJson = False,
) -> int:
    """`till merchants credentials`."""
    name, told = name_of(name), stack_of(outputs, stack)
    found = register(told, partial(aws_client, told))
    merchant = found.known(name)
    if not merchant.speaks(client):
        message = f"The merchant {name} has no live client {client}."
        raise InputError(message)
    text = json.dumps(
        {
            "token_url": told.token_url,
            "client_id": client,
            "client_secret": found.clients.secret(client),
            "scope": _scopes(merchant, client),
        }
    )
    write_new(to, text)
    if as_json:
        say_json(Changed(merchant=name, done=f"written to {to}", client_id=client))
    return Exit.DONE


def list_merchants(
    *, outputs: OutputsFile = None, stack: StackName = None, as_json: AsJson = False
) -> int:
    """`till merchants list`."""
    merchants = sorted(_register(outputs, stack).directory.all(), key=lambda each: each.name)
    answer(
        documents.Merchants(merchants=list(map(documents.known, merchants))),
        [documents.report(merchants)],
        as_json=as_json,
    )
    return Exit.DONE


def _scopes(merchant: Merchant, client_id: str) -> str:
    return " ".join(each.full for each in merchant.clients[client_id].scopes)


def _given(name: str, given: Given, otherwise: str, *, as_json: bool) -> int:
    done = (
        f"client {given.client_id} {'is live' if given.new else otherwise}. Its secret: "
        f"till merchants credentials {name} --client {given.client_id} --to FILE --outputs …"
    )
    changed = Changed(merchant=name, done=done, client_id=given.client_id, new=given.new)
    return say_done(changed, as_json=as_json)


def _register(file: Path | None, stack: str | None) -> Register:
    told = stack_of(file, stack)
    return register(told, partial(aws_client, told))
