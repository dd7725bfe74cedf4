"""`till merchants webhook`, as it is typed."""

import hashlib
import hmac
import json
import time
from base64 import b64decode
from pathlib import Path

import pytest

from runtime.domain.delivery import Due, EndpointHealth, Lane, resumed
from tests.till.event_stack import NEW, OLD, URL, EventStack, endpoint
from tests.till.payments.documents import printed

WEBHOOK = "merchants", "webhook"
LOOPBACK = "https://127.0.0.1:9443/hook"


def said(capsys: pytest.CaptureFixture[str]) -> str:
    """Both streams, with their white space evened out."""
    told = capsys.readouterr()
    return " ".join((told.out + told.err).split())


def test_an_endpoint_s_life(acme: EventStack, capsys: pytest.CaptureFixture[str]) -> None:
    """Made with one secret, changed, given a second one, left with that, and taken away."""
    acme.knows(None)
    now, before = int(time.time()), EndpointHealth(9, 0, 9, 9_999_999_999, 1)
    acme.events.set_health("acme", before)
    assert acme(*WEBHOOK, "set", "acme", "--url", URL, "--contact", "ops@shop.example.com") == 0
    made = acme.webhook()
    assert made is not None
    ((old,), contact) = made.secret_ids, made.contact
    assert contact == "ops@shop.example.com"
    health = acme.events.health("acme")
    assert health == resumed(health.rest_until)
    assert now <= health.rest_until <= time.time()
    assert f"acme: is told at {URL}" in (told := said(capsys))
    assert "till merchants webhook secret acme --to FILE" in told
    acme.events.set_health("acme", before)
    assert acme(*WEBHOOK, "set", "acme", "--contact", "") == 0
    assert acme.events.health("acme") == before
    assert acme(*WEBHOOK, "set", "acme", "--url", f"{URL}/2") == 0
    assert "its secrets are as they were" in said(capsys)
    changed = acme.webhook()
    assert changed is not None
    assert (changed.url, changed.contact, changed.secrets) == (f"{URL}/2", None, made.secrets)
    assert acme(*WEBHOOK, "rotate", "acme", "--json") == 0
    new = printed("merchants webhook rotate", capsys)["secret_id"]
    assert (both := acme.webhook())
    assert both.secret_ids == [new, old]
    assert acme(*WEBHOOK, "rotate", "acme") == 2
    assert f"till merchants webhook end acme --secret {old}" in said(capsys)
    assert acme(*WEBHOOK, "end", "acme", "--secret", old) == 0
    assert acme(*WEBHOOK, "end", "acme", "--secret", new) == 2
    assert "is the only secret of acme's endpoint, and nothing was changed" in said(capsys)
    assert (left := acme.webhook())
    assert left.secret_ids == [new]
    assert acme(*WEBHOOK, "off", "acme") == 0
    assert "What is due waits 30 days at most" in said(capsys)
    assert acme.webhook() is None


def test_a_secret_is_the_key_s_code_of_its_name_in_a_file_for_one_person(
    acme: EventStack, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each time the same, the newest unless another is named; it is never shown."""
    acme.knows(endpoint(OLD, NEW))
    texts = []
    for number, words in enumerate(([], ["--secret", NEW.id], ["--secret", OLD.id])):
        file = tmp_path / f"secret-{number}"
        assert acme(*WEBHOOK, "secret", "acme", "--to", str(file), *words, "--json") == 0
        document = printed("merchants webhook secret", capsys)
        assert document["secret_id"] == (OLD if number == 2 else NEW).id
        assert file.stat().st_mode & 0o777 == 0o600
        texts.append(file.read_text().strip())
        assert texts[-1] not in json.dumps(document)
    assert texts[0] == texts[1] != texts[2]
    assert texts[0].startswith("whsec_")
    assert len(b64decode(texts[0].removeprefix("whsec_"))) == len(
        hmac.digest(b"", b"", hashlib.sha256)
    )
    assert acme(*WEBHOOK, "secret", "acme", "--to", str(tmp_path / "secret-0")) == 2
    assert "name another file" in said(capsys)
    assert acme(*WEBHOOK, "secret", "acme", "--to", str(tmp_path / "no" / "folder")) == 2
    assert "No such file or directory" in said(capsys)


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("http://shop.example.com", "It does not begin with https://."),
        ("https://10.0.0.1/hook", "10.0.0.1 is no public address."),
        ("https://me:secret@shop.example.com", "It holds a user's name or a password."),
        (LOOPBACK, "127.0.0.1 is no public address."),
        ("", "It has 0 characters"),
    ],
)
def test_an_address_that_is_none_is_refused(
    acme: EventStack, capsys: pytest.CaptureFixture[str], url: str, says: str
) -> None:
    """With what is wrong and what would do; nothing is changed."""
    before = acme.webhook()
    assert acme(*WEBHOOK, "set", "acme", "--url", url) == 2
    told = said(capsys)
    assert says in told
    assert "me:secret" not in told
    assert "such as https://shop.example.com/webhooks. Nothing was changed." in told
    assert acme.webhook() == before


def test_a_stack_of_this_machine_takes_an_endpoint_of_this_machine(
    acme: EventStack, capsys: pytest.CaptureFixture[str]
) -> None:
    """Its gateway's address says which it is; what is amiss here is that AWS is not of it."""
    acme.says(gateway_url="http://127.0.0.1:4566/live")
    assert acme(*WEBHOOK, "set", "acme", "--url", LOOPBACK) == 2
    assert "AWS_ENDPOINT_URL does not point to it" in said(capsys)


def test_half_an_endpoint_is_refused(acme: EventStack, capsys: pytest.CaptureFixture[str]) -> None:
    """An endpoint has an address from the first, and its contact is one mail address."""
    assert acme(*WEBHOOK, "set", "acme", "--contact", "ops") == 2
    assert "'ops' is no e-mail address. Nothing was changed." in said(capsys)
    acme.knows(None)
    assert acme(*WEBHOOK, "set", "acme", "--contact", "ops@shop.example.com") == 2
    assert "name its address with --url" in said(capsys)
    assert acme.webhook() is None


@pytest.mark.parametrize(
    "words",
    [
        ["show"],
        ["rotate"],
        ["end", "--secret", NEW.id],
        ["resume"],
        ["secret", "--to", "never-written"],
    ],
)
def test_without_an_endpoint_there_is_nothing_to_change(
    acme: EventStack, capsys: pytest.CaptureFixture[str], words: list[str]
) -> None:
    """Nor without such a merchant; each says what makes one."""
    acme.knows(None)
    command, *options = words
    assert acme(*WEBHOOK, command, "acme", *options) == 2
    assert "`till merchants webhook set acme --url …` makes one." in said(capsys)
    assert acme(*WEBHOOK, command, "nobody", *options) == 2
    assert "There is no merchant nobody" in said(capsys)
    assert acme(*WEBHOOK, command, "No Name", *options) == 2
    assert "is no name of a merchant" in said(capsys)
    assert not Path("never-written").exists()


@pytest.mark.parametrize("words", [["end"], ["secret", "--to", "never-written"]])
def test_a_secret_that_is_not_there_is_refused_with_those_that_are(
    acme: EventStack, capsys: pytest.CaptureFixture[str], words: list[str]
) -> None:
    """Nothing is changed or written."""
    acme.knows(endpoint(OLD, NEW))
    command, *options = words
    assert acme(*WEBHOOK, command, "acme", "--secret", "c" * 16, *options) == 2
    told = said(capsys)
    assert f"has no secret {'c' * 16}; it has {NEW.id} and {OLD.id}." in told
    assert acme.webhook() == endpoint(OLD, NEW)
    assert not Path("never-written").exists()


def test_an_endpoint_is_shown_with_what_waits_and_resumed(
    acme: EventStack, capsys: pytest.CaptureFixture[str]
) -> None:
    """A paused one says since when; once resumed it is as if it had never failed."""
    now = int(time.time())
    acme.knows(endpoint(OLD, NEW))
    paused = EndpointHealth(7, now - 90_000, 3, now + 1_800, now - 3_600)
    acme.events.set_health("acme", paused)
    for due_at in (now - 60, now + 3_600):
        acme.events.ask_again(Due(Lane("acme", 1), due_at, f"evt_{'a' * 26}_1", "x", now))
    assert acme(*WEBHOOK, "show", "acme", "--json") == 0
    shown = printed("merchants webhook show", capsys)
    assert (shown["state"], shown["due"], shown["later"]) == ("paused", 1, 1)
    assert [each["to_be_replaced"] for each in shown["secrets"]] == [True, False]
    assert acme(*WEBHOOK, "show", "acme") == 0
    assert "It is paused since" in said(capsys)
    assert acme(*WEBHOOK, "resume", "acme") == 0
    assert "is sent to https://shop.example.com/webhooks within a minute" in said(capsys)
    health = acme.events.health("acme")
    assert health == resumed(health.rest_until)
    assert now <= health.rest_until <= time.time()
