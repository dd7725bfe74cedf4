"""What is made of an endpoint, without a table."""

import pytest
from pydantic import TypeAdapter

from runtime.domain.webhook import SecretId
from tests.till.event_stack import NEW, OLD, URL, endpoint
from till.lib.input import InputError
from till.merchants.webhook_endpoint import (
    ID_BYTES,
    contact_of,
    ended,
    existing,
    known,
    placed,
    rotated,
    secret_id,
    url_of,
)

NOW = 1_795_341_600


@pytest.mark.parametrize("chance", [bytes(ID_BYTES), b"\xff" * ID_BYTES, b"tillstack!"])
def test_a_secret_s_name_is_one_that_the_directory_takes(chance: bytes) -> None:
    """Whatever chance says."""
    assert TypeAdapter(SecretId).validate_python(secret_id(chance)) == secret_id(chance)


@pytest.mark.parametrize("url", ["https://127.0.0.1:9443/hook", "https://localhost/hook"])
def test_an_address_of_this_machine_is_one_where_the_stack_is_on_it(url: str) -> None:
    """And nowhere else."""
    assert url_of(url, loopback=True) == url
    with pytest.raises(InputError, match="Nothing was changed"):
        url_of(url, loopback=False)


@pytest.mark.parametrize("contact", ["ops", "a@b@c", "ö@example.com", "a b@example.com"])
def test_a_contact_is_one_mail_address(contact: str) -> None:
    """Or nobody."""
    with pytest.raises(InputError, match="is no e-mail address"):
        contact_of(contact)
    assert contact_of("ops@example.com") == "ops@example.com"
    assert contact_of("") is None


def test_a_new_endpoint_has_the_secret_of_the_given_name() -> None:
    """Made at the moment; where nobody was named, nobody is."""
    made = placed(None, URL, None, NOW, NEW.id)
    assert (made.url, made.contact, made.made_at) == (URL, None, NOW)
    assert [(each.id, each.made_at) for each in made.secrets] == [(NEW.id, NOW)]
    with pytest.raises(InputError, match="name its address with --url"):
        placed(None, None, "ops@example.com", NOW, NEW.id)


def test_a_change_leaves_what_was_not_named() -> None:
    """Address, contact, secrets and the moment since when it is told."""
    before = endpoint(OLD).model_copy(update={"contact": "ops@example.com"})
    assert placed(before, None, None, NOW, NEW.id) == before
    moved = placed(before, f"{URL}/2", None, NOW, NEW.id)
    assert moved == before.model_copy(update={"url": f"{URL}/2"})
    assert placed(before, None, "", NOW, NEW.id).contact is None


def test_a_second_secret_is_newer_and_a_third_is_refused() -> None:
    """With the one to end."""
    both = rotated(endpoint(OLD), "acme", NOW, NEW.id)
    assert both.secret_ids == [NEW.id, OLD.id]
    with pytest.raises(InputError, match=f"webhook end acme --secret {OLD.id}"):
        rotated(both, "acme", NOW, "c" * 16)


def test_either_of_two_secrets_ends_and_the_last_one_stays() -> None:
    """Without a secret nothing could be signed."""
    both = endpoint(OLD, NEW)
    assert ended(both, "acme", OLD.id) == endpoint(NEW)
    assert ended(both, "acme", NEW.id) == endpoint(OLD).model_copy(update={"made_at": NEW.made_at})
    with pytest.raises(InputError, match="is the only secret of acme's endpoint"):
        ended(endpoint(NEW), "acme", NEW.id)
    with pytest.raises(InputError, match="has no secret"):
        ended(both, "acme", "c" * 16)


def test_what_is_there_is_given_back() -> None:
    """And what is not is one sentence."""
    both = endpoint(OLD, NEW)
    assert existing(both, "acme") is both
    assert known(both, "acme", OLD.id) == OLD.id
    with pytest.raises(InputError, match="The merchant acme has no endpoint"):
        existing(None, "acme")
    with pytest.raises(InputError, match=f"it has {NEW.id} and {OLD.id}"):
        known(both, "acme", "c" * 16)
