"""What is private has no text: neither a payer's, nor what was sealed of it."""

import dataclasses
import importlib
import inspect
import json
import logging
import pkgutil
import traceback
import typing
from collections.abc import Callable, Iterator
from typing import Any, Final

import pytest
from pydantic import BaseModel, Secret

import runtime
from docs_gen.data_table import REQUEST, Form, Place
from runtime.domain.payer import Payer
from runtime.domain.ports import FieldCipher, Mail
from runtime.domain.private import Clear, Sealed
from runtime.domain.psp import Psp
from runtime.wire.payment_request import Customer, PaymentRequest
from tests.fakes.payments import Harness

TEXT: Final = "jane@doe.example"
PRIVATE: Final = {"email", "payment_method", "sealed", "to", "address"}
"""What a private value is called, whatever holds it."""
VALUES = pytest.mark.parametrize("value", [Clear(TEXT), Sealed(TEXT)], ids=["clear", "sealed"])


@VALUES
@pytest.mark.parametrize(
    "shown", [str, repr, "{}".format, "{!s:>40}".format, "%s".__mod__, lambda one: [one]]
)
def test_nothing_shows_it(value: Secret[str], shown: Callable[[Any], Any]) -> None:
    """No text, no format and no list of it."""
    assert "jane" not in str(shown(value))


def fails_with(value: Secret[str]) -> None:
    """An error that quotes what it was given.

    Raises:
        ValueError: always.
    """
    raise ValueError(value)


@VALUES
def test_no_log_and_no_traceback_shows_it(
    value: Secret[str], caplog: pytest.LogCaptureFixture
) -> None:
    """As an argument, in an error and in what was at hand when it was raised; JSON refuses it."""
    try:
        fails_with(value)
    except ValueError as error:
        logging.getLogger("t").exception("failed: %s", value)
        found = traceback.TracebackException.from_exception(error, capture_locals=True)
    assert "failed: ***" in caplog.text
    assert "jane" not in caplog.text + "".join(found.format())
    with pytest.raises(TypeError, match="not JSON serializable"):
        json.dumps({"value": value})


def test_no_model_shows_it() -> None:
    """The request, its payer, the mail and the row: as text, as JSON and as a dump."""
    customer = {"email": TEXT, "name": "Jane jane"}
    document = {"amount": 2500, "currency": "eur", "payment_method": "pm_jane"}
    request = PaymentRequest.model_validate({**document, "customer": customer})
    payer = Payer(email=request.customer.email, name=request.customer.name)
    row = Harness().accepted().model_copy(update={"sealed": {"customer": Sealed(TEXT)}})
    mail = Mail(payer.email, Clear("jane"), "en-failed", {}, "n", "r")
    for one in (request, payer, row):
        assert "jane" not in f"{one} {one!r} {one.model_dump()} {one.model_dump_json()}"
    assert "jane" not in f"{mail} {mail!r}"


def classes() -> Iterator[type]:
    """Every class of the runtime that holds fields."""
    for found in pkgutil.walk_packages(runtime.__path__, "runtime."):
        module = importlib.import_module(found.name)
        for _, one in inspect.getmembers(module, inspect.isclass):
            held = issubclass(one, BaseModel) or dataclasses.is_dataclass(one)
            if one.__module__ == module.__name__ and (held or hasattr(one, "_fields")):
                yield one


def bare(annotation: Any) -> bool:
    """Whether a text stands in it that no `Secret` holds."""
    if annotation is str or isinstance(annotation, str):
        return True
    if (typing.get_origin(annotation) or annotation) in {Secret, Sealed}:
        return False
    return any(bare(part) for part in typing.get_args(annotation))


@pytest.mark.parametrize(
    ("annotation", "found"),
    [(str, True), (dict[str, str], True), (str | None, True), (Secret[str] | None, False)],
)
def test_a_text_is_found_wherever_it_stands(annotation: Any, *, found: bool) -> None:
    """Else the two walks below would see nothing."""
    assert bare(annotation) is found


def test_every_field_that_is_sealed_in_the_row_is_secret_in_the_request() -> None:
    """By the table of `docs/data.md`: a new one can't be a text."""
    sealed = [
        name
        for name, places in REQUEST.items()
        if any((one.place, one.form) == (Place.PAYMENTS, Form.SEALED) for one in places)
    ]
    assert sealed == ["payment_method", "customer.email", "customer.name"]
    for name in sealed:
        *parent, field = name.split(".")
        model = Customer if parent else PaymentRequest
        assert not bare(typing.get_type_hints(model)[field]), name


def test_no_class_holds_a_private_field_as_text() -> None:
    """Whatever has a field of such a name holds it as a secret; a purpose is no secret."""
    found = {
        (one.__name__, name): annotation
        for one in classes()
        for name, annotation in inspect.get_annotations(one).items()
        if name in PRIVATE
    }
    assert found.pop(("Payment", "sealed")) == dict[str, Sealed]
    assert found.pop(("PaymentCustomer", "email")) is str  # An answer's: the mask.
    assert {key for key, annotation in found.items() if bare(annotation)} == set()
    assert found.keys() >= {
        ("Customer", "email"),
        ("Mail", "to"),
        ("Payer", "email"),
        ("PaymentRequest", "payment_method"),
    }


@pytest.mark.parametrize(
    ("call", "private"),
    [
        (FieldCipher.seal, {"text": Clear, "return": Sealed}),
        (FieldCipher.unseal, {"sealed": Sealed, "return": Clear}),
        (Psp.prepare, {"payment_method": Clear}),
    ],
    ids=["seal", "unseal", "prepare"],
)
def test_ports_take_and_give_secrets(call: Any, private: dict[str, Any]) -> None:
    """What is in clear can't be given for what is sealed: mypy holds every caller to it."""
    assert typing.get_type_hints(call).items() >= private.items()
