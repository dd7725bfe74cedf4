"""The options that many commands have, each written once."""

from pathlib import Path
from typing import Annotated

import typer

OutputsFile = Annotated[
    Path | None,
    typer.Option(
        "--outputs",
        envvar="TILL_OUTPUTS",
        help="What `pulumi stack output --json` wrote; - is the standard input.",
    ),
]
StackName = Annotated[
    str | None,
    typer.Option(
        "--stack",
        envvar="TILL_STACK",
        help="In place of the file: Pulumi's stack, asked by `pulumi`; `local` is `make local`.",
    ),
]
AsJson = Annotated[
    bool, typer.Option("--json", help="For a program; docs/till.json has the schema.")
]
Yes = Annotated[bool, typer.Option("--yes", help="Do not ask; else it shows, and asks.")]
