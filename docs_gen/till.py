"""Writes the page of the command line and the schemas of what it prints: `python -m docs_gen.till`.

Both are made from the commands themselves; the rights are written here.
"""

import json
from collections.abc import Iterator, Mapping
from enum import Enum
from pathlib import Path
from typing import Any, Final, get_args

import typer

from till.application import application
from till.lib.exits import MEANINGS
from till.schemas import DOCUMENTS, schemas

DOCS: Final = Path(__file__).parents[1] / "docs"

_LEDGER: Final = "`dynamodb:GetItem` on the payments, `kms:Decrypt` with the data key"
_LANES: Final = (
    "of `events` `dynamodb:GetItem` on the merchants, `GetItem` and `Query` on the events, in "
    "place of that on the payments"
)
_LETTERS: Final = (
    "`sqs:GetQueueAttributes`, `sqs:ReceiveMessage`, `sqs:ChangeMessageVisibility` on the dead "
    f"letters, `kms:Decrypt` with the queues' key; {_LEDGER}; {_LANES}"
)
_MOVES: Final = (
    f"{_LETTERS}; `sqs:DeleteMessage` on the dead letters, `sqs:SendMessage` on their queue, "
    "`kms:GenerateDataKey`"
)
_READS: Final = "`execute-api:Invoke` on `GET /v1/ops/*`"
_WRITES: Final = "`execute-api:Invoke` on `GET` and `POST /v1/ops/*`"
_NOBODY: Final = "none"
_DIRECTORY: Final = "`dynamodb:GetItem` on the merchants, `kms:Decrypt` with the data key"
_ENDPOINT: Final = (
    "`dynamodb:GetItem` and `PutItem` on the merchants, `kms:Decrypt` with the data key"
)
_REGISTER: Final = "[the runbook](runbooks/merchants.md) has them"
RIGHTS: Final[Mapping[str, str]] = {
    "alarms": "`cloudwatch:DescribeAlarms`",
    "console": f"{_READS}, and `POST` for who resolves; for its other pages those of `alarms` and "
    "`dead-letters list`: a page that is not allowed says so, and the others go on",
    "cost": "none; with `--stack` what `pulumi stack export` needs of the state's backend",
    "dead-letters list": _LETTERS,
    "dead-letters redrive": _MOVES,
    "dead-letters show": _LETTERS,
    "doctor": "[the page](deploy.md) has them",
    "erase": _WRITES,
    "events list": f"{_DIRECTORY}; `dynamodb:Query` on the events",
    "events replay": (
        f"{_DIRECTORY}; `dynamodb:Query` on the index `by_day` and the entries, `BatchGetItem` on "
        "the payments, `GetItem` and `PutItem` on the events"
    ),
    "events resend": (
        f"{_DIRECTORY}; `dynamodb:GetItem` on the payments, `Query` on the entries, `GetItem` and "
        "`PutItem` on the events"
    ),
    "explain": (
        f"{_READS}; with `--logs` `logs:FilterLogEvents` on the log groups of the functions "
        "(`/aws/lambda/tillstack-<stack>-*`) and of a fleet's workers "
        "(`/aws/ec2/tillstack-<stack>-workers`), and `kms:Decrypt` with the key of the logs"
    ),
    "export": (
        "`dynamodb:Scan` on the merchants; `dynamodb:Query` on the index `by_day` and the entries, "
        "`dynamodb:BatchGetItem` on the payments; `s3:ListBucket` and `s3:GetObject` on the "
        "bucket of the roots; `kms:Decrypt` with the data key and that of the roots"
    ),
    "get": _READS,
    "health": _READS,
    "inbox": "none: a stack of this machine",
    "list": _READS,
    "merchants add": _REGISTER,
    "merchants bodies": _REGISTER,
    "merchants credentials": _REGISTER,
    "merchants disable": _REGISTER,
    "merchants limit": _REGISTER,
    "merchants list": _REGISTER,
    "merchants rotate": _REGISTER,
    "merchants signatures": _REGISTER,
    "merchants webhook end": _ENDPOINT,
    "merchants webhook off": _ENDPOINT,
    "merchants webhook resume": f"{_DIRECTORY}; `dynamodb:PutItem` on the events",
    "merchants webhook rotate": _ENDPOINT,
    "merchants webhook secret": f"{_DIRECTORY}; `kms:GenerateMac` with the key of the webhooks, "
    "which whoever has it can sign with as this stack: give it to few",
    "merchants webhook set": f"{_ENDPOINT}; with `--url` `dynamodb:PutItem` on the events",
    "merchants webhook show": f"{_DIRECTORY}; `dynamodb:GetItem` and `Query` on the events",
    "notify resend": _WRITES,
    "pay": (
        "with `--merchant` `dynamodb:GetItem` on the merchants, `kms:Decrypt` with the data key, "
        "`cognito-idp:DescribeUserPoolClient`; with `--credentials` none"
    ),
    "preview": _NOBODY,
    "psp status": _READS,
    "redrive": f"{_LETTERS}; with `--go` those of `dead-letters redrive`",
    "repoint": _NOBODY,
    "restore-drill": "[the runbook](runbooks/restore.md) has them",
    "review list": _READS,
    "review resolve": _WRITES,
    "slo": "`cloudwatch:GetMetricData`",
    "tail": _READS,
    "verify-ledger": _NOBODY,
}
"""Command → the AWS permissions that it needs."""

HEAD: Final = """\
# The command `till`

Made from the commands by `python -m docs_gen.till`.

`make setup` puts it into `.venv/bin`. It works on a deployed stack with your own AWS credentials,
and on `make local` with the lines that it prints. Say which stack with `--stack dev` (which asks
`pulumi`), `--stack local` (`make local`), or `--outputs FILE` (what `pulumi stack output --json`
wrote); or set `TILL_STACK` or `TILL_OUTPUTS` once.

Completion: `till --install-completion`, in bash, zsh, fish and PowerShell.

`--json` prints one document for a program, by the schema under the command's name in
[till.json](till.json). What goes wrong is one sentence on the standard error, and the exit code
says of which kind it is. What can't be taken back is shown first and asked for; `--yes` is for
scripts, and a program (`--json`) must say it.

## Exit codes

| code | it says |
| --- | --- |"""


def page() -> str:
    """The page `docs/till.md`."""
    lines = [HEAD]
    lines += [f"| {int(code)} | {meaning} |" for code, meaning in MEANINGS.items()]
    lines += ["", "## Permissions", "", "| command | needs |", "| --- | --- |"]
    lines += [f"| `till {name}` | {RIGHTS[name]} |" for name, _ in commands()]
    for name, command in commands():
        lines += ["", f"## till {name}", "", *_described(name, command)]
    return "\n".join(lines) + "\n"


def text() -> str:
    """The file `docs/till.json`."""
    return json.dumps(schemas(), indent=2, ensure_ascii=False) + "\n"


def commands() -> Iterator[tuple[str, Any]]:
    """Every command with its whole name, as the command line itself knows it, by name."""
    return iter(sorted(_walked(typer.main.get_command(application()), ())))


def _walked(command: Any, name: tuple[str, ...]) -> Iterator[tuple[str, Any]]:
    inner = getattr(command, "commands", None)
    if inner is None:
        yield " ".join(name), command
        return
    for each, one in inner.items():
        yield from _walked(one, (*name, each))


def _described(name: str, command: Any) -> Iterator[str]:
    yield str(command.help or "")
    arguments = [each for each in command.params if each.param_type_name == "argument"]
    words = [f"{_metavar(each)}{'…' if each.nargs == -1 else ''}" for each in arguments]
    yield from ("", "```", " ".join(["till", name, *words, "[OPTIONS]"]), "```", "")
    yield "| | |"
    yield "| --- | --- |"
    for each in command.params:
        if each.name == "help":
            continue
        shown = _metavar(each) if each in arguments else ", ".join(each.opts)
        needed = " Required." if each.required and each not in arguments else ""
        usual = _default(each)
        from_env = f" (or `{each.envvar}`)" if each.envvar else ""
        yield f"| `{shown}`{from_env} | {each.help or ''}{needed}{usual}{_choices(each)} |"
    if name in DOCUMENTS:
        yield ""
        yield f"`--json`: `{DOCUMENTS[name].__name__}`."


def _metavar(parameter: Any) -> str:
    return str(parameter.metavar or parameter.name).upper()


def _default(parameter: Any) -> str:
    value = parameter.default
    if value is None or isinstance(value, bool) or callable(value) or parameter.required:
        return ""
    return f" Usually {value}."


def _choices(parameter: Any) -> str:
    kind = parameter.type_descriptor.annotation
    (kind,) = get_args(kind) or (kind,)
    if not (isinstance(kind, type) and issubclass(kind, Enum)):
        return ""
    return f" One of {', '.join(f'`{each.value}`' for each in kind)}."


if __name__ == "__main__":
    (DOCS / "till.md").write_text(page(), encoding="utf-8")
    (DOCS / "till.json").write_text(text(), encoding="utf-8")
