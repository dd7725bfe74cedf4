"""A signed call of the operators' routes, and what is made of its answer."""

import botocore.session
import pytest

from tests.fakes.payments import ID
from tests.till.gateway import Gateway
from till.lib.input import InputError
from till.lib.operators_api import TRIES, Answer, OperatorsApi


def test_each_call_is_signed_for_the_gateway(gateway: Gateway) -> None:
    """With the environment's key, for the service of the gateway and the region of the profile."""
    gateway.harness.told()
    api = OperatorsApi(botocore.session.get_session(), gateway.url)
    assert api.get(ID).document["payment_id"] == ID
    ((method, path, signed),) = gateway.calls
    assert (method, path) == ("GET", f"/live/v1/ops/payments/{ID}")
    assert signed.startswith("AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/")
    assert "/eu-central-1/execute-api/aws4_request" in signed


def test_a_throttled_call_is_made_again(gateway: Gateway) -> None:
    """The gateway lets a person make one a second; it is no refusal until the tries are over."""
    gateway.harness.told()
    waits: list[float] = []
    api = OperatorsApi(botocore.session.get_session(), gateway.url, waits.append)
    gateway.throttled = TRIES - 1
    assert api.get(ID).refusal == ""
    gateway.throttled = TRIES
    assert api.get(ID).refusal == "429 rate_limited: the answer does not say why."
    assert waits == [1] * (TRIES - 1) * 2


def test_a_refusal_is_told_in_the_words_of_the_api(gateway: Gateway) -> None:
    """Status, code and detail."""
    api = OperatorsApi(botocore.session.get_session(), gateway.url)
    assert api.get(ID).refusal == "404 resource_missing: There is nothing here."


def test_an_answer_that_is_no_problem_document_is_told_as_such() -> None:
    """A proxy's page, say; AWS's own refusals are told in its words."""
    assert Answer(502, {}).refusal == "502 refused: the answer does not say why."
    assert Answer(403, {"Message": "No."}).refusal == "403 refused: No."


@pytest.mark.parametrize("lacking", ["AWS_DEFAULT_REGION", "AWS_ACCESS_KEY_ID"])
def test_nobody_calls_without_credentials_and_region(
    lacking: str, gateway: Gateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One sentence that says what to set."""
    monkeypatch.delenv(lacking)
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    for name in ("AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE"):
        monkeypatch.setenv(name, "/nowhere")
    with pytest.raises(InputError, match="AWS_PROFILE"):
        OperatorsApi(botocore.session.get_session(), gateway.url)
