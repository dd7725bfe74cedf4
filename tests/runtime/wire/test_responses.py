"""The models of the answers refuse what they do not say."""

import pytest
from pydantic import BaseModel, ValidationError

from runtime.wire import responses


def test_a_list_says_whether_there_is_more() -> None:
    """Object, address, more, data, and where to go on, in this order."""
    page = responses.PaymentList(
        object="list", url="/v1/payments", has_more=True, next_cursor=None, data=[]
    )
    assert page.model_dump_json() == (
        '{"object":"list","url":"/v1/payments","has_more":true,"data":[],"next_cursor":null}'
    )


@pytest.mark.parametrize(
    ("model", "found"),
    [
        (responses.Links, {"self": "/v1/payments/x", "entries": "/e", "more": "/m"}),
        (responses.Posting, {"account": "a", "amount": 1}),
    ],
)
def test_what_the_model_does_not_say_is_refused(
    model: type[BaseModel], found: dict[str, object]
) -> None:
    """An unknown member, and one that is missing: no answer can have more or less."""
    with pytest.raises(ValidationError):
        model.model_validate(found)
