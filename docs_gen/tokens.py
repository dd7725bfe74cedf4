"""Writes the test tokens as a page: `python -m docs_gen.tokens > docs/test-tokens.md`."""

import re
import sys
from typing import Final

from local.psp import behaviours
from local.psp.behaviours import BEHAVIOURS, Behaviour

_ROW: Final = re.compile(r"^\| `(\w+)`\s*\| (.*?)\s*\|$", re.MULTILINE)
"""A lie and what happens, in the table of the module's docstring."""


def tokens() -> str:
    """The page `docs/test-tokens.md`: each token that the local PSP knows, and what it does."""
    told = {f"pm_local_{name}": what for name, what in _ROW.findall(behaviours.__doc__ or "")}
    return "\n".join(
        [
            "# Test tokens",
            "",
            "Made from `local/psp/behaviours.py` by `make docs`.",
            "",
            "What to write as `payment_method` on one machine (`make local`, `make demo`), and",
            "what becomes of the payment there. Those with `pm_card_` are Stripe's own test",
            "names; those with `pm_local_` exist here only. Any other is unknown to the local PSP.",
            "What the API answers to a wrong request: [the API's errors](errors.md).",
            "",
            '"Holds" means: the connection stays open without an answer until the client gives up.',
            "",
            "| token | what happens |",
            "| --- | --- |",
            *(
                f"| `{token}` | {told.get(token) or _stripe(b)} |"
                for token, b in BEHAVIOURS.items()
            ),
            "",
        ]
    )


def _stripe(behaviour: Behaviour) -> str:
    """One of Stripe's names: it is declined, or it pays."""
    if decline := behaviour.decline:
        advice = f"; the issuer's advice: `{decline.advice_code}`" if decline.advice_code else ""
        return f"declined: `{decline.code}`, `{decline.decline_code}`{advice}"
    return "pays, and is disputed at once" if behaviour.disputed else "pays"


if __name__ == "__main__":
    sys.stdout.write(tokens())
