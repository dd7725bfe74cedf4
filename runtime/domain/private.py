"""Text that no log, error, answer or dump may hold: whoever wants it asks for it by name.

pydantic's `Secret` shows `**********` as text, in a format, a traceback and JSON. What is in clear
is a `Secret[str]`; what is sealed has a type of its own, so that the two can't be exchanged.
"""

from pydantic import Secret

Clear = Secret[str]
"""A payer's text, before it is sealed or after it was opened."""


class Sealed(Secret[str]):
    """Base64 of a sealed text; `get_secret_value` is for the ledger's row and for who opens it."""
