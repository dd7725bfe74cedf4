"""`till merchants`: add a merchant, replace a client, shut one out, list them all."""

import argparse
import json
import os
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

import botocore.session
from botocore.config import Config
from pydantic import TypeAdapter, ValidationError
from rich.console import Console

from runtime.contract.scopes import Scope
from runtime.contract.settings import Throttle
from runtime.domain.merchant import Merchant, MerchantName
from runtime.use_cases.know_caller import LIFE
from till.lib.input import InputError, Outputs, outputs
from till.lib.report import Section, show
from till.merchants import signing_keys
from till.merchants.app_clients import AppClients
from till.merchants.register import BOTH, Given, Register

CONNECT_SECONDS: Final = 5
READ_SECONDS: Final = 10
_NAME: Final[TypeAdapter[str]] = TypeAdapter(MerchantName)


def add(commands: "argparse._SubParsersAction[Any]") -> None:
    """Describe the command and its own commands."""
    parser = commands.add_parser("merchants", help="add, change or list who may call")
    own = parser.add_subparsers(required=True, metavar="what")
    adding = _described(own, "add", "a merchant, or one more kind of client for it", _add)
    adding.add_argument("--again", action="store_true", help="let a disabled merchant back in")
    rotating = _described(own, "rotate", "make a second client, to replace the first", _rotate)
    for each in (adding, rotating):
        each.add_argument(
            "--scope",
            action="append",
            type=Scope,
            choices=BOTH,
            help="what the client may do; may be given twice (default: both)",
        )
    disabling = _described(own, "disable", "end a merchant, or one client of it", _disable)
    disabling.add_argument("--client", help="the id of the client that ends; without it, all do")
    limiting = _described(own, "limit", "how often a merchant may call", _limit)
    limiting.add_argument("--rate", type=int, help="calls a second")
    limiting.add_argument("--burst", type=int, help="calls at once")
    limiting.add_argument("--default", action="store_true", help="the stack's, merchantLimit")
    sealing = _described(own, "bodies", "whether a client must encrypt its payments", _bodies)
    sealing.add_argument("--client", required=True, help="the id of the client")
    bodies = sealing.add_mutually_exclusive_group(required=True)
    bodies.add_argument("--encrypted", action="store_true", help="refuse payments in clear")
    bodies.add_argument("--any", action="store_true", help="take them in clear too")
    signing = _described(own, "signatures", "the keys that a client signs with", _sign)
    signing_keys.describe(signing)
    telling = _described(own, "credentials", "write what a backend gets its tokens with", _tell)
    telling.add_argument("--client", required=True, help="the id of the client")
    telling.add_argument("--to", type=Path, required=True, help="a new file for your eyes only")
    _described(own, "list", "every merchant with its clients", _list, named=False)


def register(stack: Outputs, client: Callable[[str], Any]) -> Register:
    """The register of a stack, by clients of AWS's services."""
    # The names of the table and of the clients begin with project and stack.
    prefix = stack.merchants_table.removesuffix("merchants")
    clients = AppClients(client("cognito-idp"), stack.user_pool_id, prefix)
    return Register(
        clients, client("dynamodb"), stack.merchants_table, now=lambda: int(time.time())
    )


def _described(
    commands: "argparse._SubParsersAction[Any]",
    name: str,
    what: str,
    run: Callable[[argparse.Namespace], int],
    *,
    named: bool = True,
) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = commands.add_parser(name, help=what)
    if named:
        parser.add_argument("name", help="the merchant: small letters, digits and dashes")
    parser.add_argument(
        "--outputs",
        type=Path,
        required=True,
        help="what `pulumi stack output --json` wrote; - is the standard input",
    )
    parser.set_defaults(run=run)
    return parser


def _add(chosen: argparse.Namespace) -> int:
    name, scopes = _name(chosen), chosen.scope or BOTH
    given = _register(chosen).add(name, scopes, again=chosen.again)
    return _say(name, given, "was there already; nothing was changed")


def _rotate(chosen: argparse.Namespace) -> int:
    name, scopes = _name(chosen), chosen.scope or BOTH
    given = _register(chosen).rotate(name, scopes)
    return _say(name, given, "")


def _disable(chosen: argparse.Namespace) -> int:
    name = _name(chosen)
    ended = _register(chosen).disable(name, chosen.client)
    sys.stdout.write(
        f"{name}: ended {', '.join(ended) or 'no client'}. No new token is given; one that is out "
        f"opens nothing after {LIFE} s at most.\n"
    )
    return 0


def _limit(chosen: argparse.Namespace) -> int:
    name = _name(chosen)
    limit = _limit_of(chosen)
    _register(chosen).limit(name, limit)
    said = f"{limit.rate} calls a second, {limit.burst} at once" if limit else "the stack's limit"
    sys.stdout.write(f"{name}: {said}, known everywhere after {LIFE} s at most.\n")
    return 0


def _limit_of(chosen: argparse.Namespace) -> Throttle | None:
    given = {"rate": chosen.rate, "burst": chosen.burst}
    if chosen.default and given == {"rate": None, "burst": None}:
        return None
    try:
        if not chosen.default:
            return Throttle.model_validate(given)
    except ValidationError:
        pass  # Its sentence would name fields, and a person has typed options.
    message = (
        "A limit is --rate, 1 to 10,000 calls a second, with --burst, 1 to 5,000 at once; or it "
        "is --default alone. Nothing was changed."
    )
    raise InputError(message)


def _bodies(chosen: argparse.Namespace) -> int:
    name = _name(chosen)
    _register(chosen).seal(name, chosen.client, wanted=chosen.encrypted)
    said = "are refused in clear" if chosen.encrypted else "may come in clear"
    sys.stdout.write(
        f"{name}: payments of {chosen.client} {said}, known everywhere after {LIFE} s at most.\n"
    )
    return 0


def _sign(chosen: argparse.Namespace) -> int:
    name, change = _name(chosen), signing_keys.change(chosen)
    keys = _register(chosen).sign(name, chosen.client, change)
    sys.stdout.write(signing_keys.told(name, chosen.client, keys))
    return 0


def _tell(chosen: argparse.Namespace) -> int:
    name, stack = _name(chosen), outputs(chosen.outputs)
    found = register(stack, _client)
    merchant = found.known(name)
    if not merchant.speaks(chosen.client):
        message = f"The merchant {name} has no live client {chosen.client}."
        raise InputError(message)
    text = json.dumps(
        {
            "token_url": stack.token_url,
            "client_id": chosen.client,
            "client_secret": found.clients.secret(chosen.client),
            "scope": _scopes(merchant, chosen.client),
        }
    )
    try:
        file = os.open(chosen.to, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        message = f"{chosen.to} is there already, and nothing was written: name another file."
        raise InputError(message) from None
    with os.fdopen(file, "w", encoding="utf-8") as opened:
        opened.write(f"{text}\n")
    return 0


def _list(chosen: argparse.Namespace) -> int:
    merchants = sorted(_register(chosen).directory.all(), key=lambda each: each.name)
    show(Console(), [report(merchants)])
    return 0


def report(merchants: list[Merchant]) -> Section:
    """One row for each client, and for each merchant that has none."""
    columns = ("merchant", "limit", "client", "may", "since", "state")
    rows = [row for each in merchants for row in _rows(each)]
    count = len(merchants)
    return Section("Merchants", notes=[f"{count} in the directory."], columns=columns, rows=rows)


def _rows(merchant: Merchant) -> Iterator[tuple[str, ...]]:
    own = merchant.limit
    limit = f"{own.rate}/s, {own.burst}" if own else "the stack's"
    for client_id, client in sorted(merchant.clients.items(), key=lambda one: one[1].made_at):
        since = time.strftime("%Y-%m-%d", time.gmtime(client.made_at))
        state = "live" if merchant.speaks(client_id) else "ended"
        only = ["(encrypted only)"] * client.sealed_only + ["(signed)"] * bool(client.signing_keys)
        may = " ".join([*client.scopes, *only])
        yield merchant.name, limit, client_id, may, since, state


def _scopes(merchant: Merchant, client_id: str) -> str:
    return " ".join(each.full for each in merchant.clients[client_id].scopes)


def _say(name: str, given: Given, otherwise: str) -> int:
    sys.stdout.write(
        f"{name}: client {given.client_id} {'is live' if given.new else otherwise}. Its secret: "
        f"till merchants credentials {name} --client {given.client_id} --to FILE --outputs …\n"
    )
    return 0


def _register(chosen: argparse.Namespace) -> Register:
    return register(outputs(chosen.outputs), _client)


def _name(chosen: argparse.Namespace) -> str:
    try:
        return _NAME.validate_python(chosen.name)
    except ValidationError:
        message = (
            f"{chosen.name!r} is no name of a merchant: 1 to 40 small letters, digits and dashes, "
            "a letter or digit at both ends."
        )
        raise InputError(message) from None


def _client(service: str) -> Any:
    config = Config(connect_timeout=CONNECT_SECONDS, read_timeout=READ_SECONDS)
    return botocore.session.get_session().create_client(service, config=config)
