"""Writes the API's errors as a page: `python -m docs_gen.errors > docs/errors.md`."""

import sys

from runtime.contract.codes import Code, ProblemKind
from runtime.contract.problems import PROBLEMS


def errors() -> str:
    """The page `docs/errors.md`: a table of all codes, then each under its own heading."""
    rows = [
        f"| {kind.status} | [`{code}`](#{code}) | {kind.title} |" for code, kind in PROBLEMS.items()
    ]
    return "\n".join(
        [
            "# The API's errors",
            "",
            "Made from `runtime/contract/problems.py` by `make docs`.",
            "",
            "An error is a problem document (RFC 9457, `application/problem+json`). Switch on",
            "`code`; `detail` says what happened this time, `param` and `errors` name fields,",
            "`request_id` is what to name when you ask us. `type` leads to the code's part of this",
            "page; a stack sets its beginning as `errorDocumentation` (docs/environments.md).",
            "",
            "| status | code | title |",
            "| --- | --- | --- |",
            *rows,
            *(line for code, kind in PROBLEMS.items() for line in _explained(code, kind)),
            "",
        ]
    )


def _explained(code: Code, kind: ProblemKind) -> list[str]:
    return ["", f"## {code}", "", f"{kind.status}, {kind.title}. {kind.meaning}", "", kind.action]


if __name__ == "__main__":
    sys.stdout.write(errors())
