"""The templates: whatever is put into one is text, and nothing that is missing is empty."""

from functools import cache
from http import HTTPStatus
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.responses import HTMLResponse

from till.payments.amounts import clock, lasted, money


@cache
def environment() -> Environment:
    """The templates of this folder; each value is escaped, whatever the file is called."""
    found = Environment(
        loader=PackageLoader("till.console"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    found.filters.update(clock=clock, lasted=lasted)
    found.globals["money"] = money
    return found


def page(name: str, *, status: HTTPStatus = HTTPStatus.OK, **values: Any) -> HTMLResponse:
    """A template with its values."""
    return HTMLResponse(environment().get_template(name).render(**values), status)
