"""`till console` in a real browser, over the whole stack."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from docs_gen.chromium import context_of
from local.demo.scenarios import SUCCEEDS
from local.demo.serve import write_outputs
from local.stack.client import MerchantClient
from local.stack.stack import LocalStack
from tests.fakes.recorder import ROOT
from tests.journey.test_operators import paid
from tests.till.console.browser import at_hand, watched

pytestmark = pytest.mark.emulator

SECONDS = 60
"""A busy machine may need them for a page."""


@pytest.fixture(name="browser")
def _browser() -> Iterator[Browser]:
    with at_hand() as browser:
        yield browser


@contextmanager
def typed(stack: LocalStack, folder: Path) -> Iterator[str]:
    """The link of `till console`, typed where the lines of `make local` were pasted."""
    outputs = write_outputs(stack, folder / "outputs.json")
    command = [sys.executable, "-m", "till", "console", "--outputs", str(outputs)]
    pasted = {
        "AWS_ENDPOINT_URL": stack.emulator.endpoint,
        "AWS_ACCESS_KEY_ID": stack.emulator.account_id,
        "AWS_SECRET_ACCESS_KEY": stack.emulator.secret_key,
        "AWS_DEFAULT_REGION": stack.emulator.region,
    }
    with subprocess.Popen(  # noqa: S603 - our own program.
        command, cwd=ROOT, env={**os.environ, **pasted}, stdout=subprocess.PIPE, text=True
    ) as running:
        assert running.stdout is not None
        running.stdout.readline()
        try:
            yield running.stdout.readline().strip()
        finally:
            running.send_signal(signal.SIGINT)
            running.communicate(timeout=SECONDS)
    assert running.returncode == 0


@contextmanager
def dead_letter(stack: LocalStack, payment_id: str) -> Iterator[None]:
    """A notification that could not be handled, until the end."""
    sqs, url = stack.emulator.client("sqs"), stack.outputs["notification_dead_letter_url"]
    body = json.dumps({"v": 1, "payment_id": payment_id})
    sqs.send_message(QueueUrl=url, MessageBody=body)
    yield
    asked = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]
    left = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=asked)["Attributes"]
    sqs.purge_queue(QueueUrl=url)
    assert sum(int(each) for each in left.values()) == 1


def searched(page: Page, payment_id: str, reference: str) -> None:
    """From the search to the payment's story."""
    page.get_by_role("link", name="Payments").first.click()
    page.get_by_label("Reference").fill(reference)
    page.get_by_role("button", name="Search").click()
    expect(page.get_by_role("status")).to_contain_text("Payments shown: 1.")
    page.get_by_role("link", name=payment_id).click()
    story = page.get_by_role("region", name="What happened")
    expect(story).to_contain_text("Accepted 95.21 EUR for acme")


def resolved(page: Page) -> None:
    """From the payment's story to what a person says of it."""
    page.get_by_role("link", name="Resolve this payment").click()
    page.get_by_label("Succeeded: the provider took the money").check()
    page.get_by_label("Why, in one line").fill("The merchant agrees.")
    page.get_by_label("Where another person finds").fill("TICKET-8521")
    page.get_by_role("button", name="Show what will happen").click()
    expect(page.get_by_text("The payment becomes succeeded for ever")).to_be_visible()
    page.get_by_role("button", name="Yes: it succeeded").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Resolved")


def test_a_person_finds_decides_and_looks_on_a_running_stack(
    browser: Browser, acme: MerchantClient, stack: LocalStack, tmp_path: Path
) -> None:
    """A payment is found and resolved with evidence; a dead letter is looked at and stays."""
    parked, told = paid(acme, 8521, "pm_local_wrong_amount"), paid(acme, 8522, SUCCEEDS)
    context = context_of(browser, "light")
    context.set_default_timeout(SECONDS * 1000)
    expect.set_options(timeout=SECONDS * 1000)
    with (
        typed(stack, tmp_path) as link,
        dead_letter(stack, told),
        watched(context.new_page()) as complaints,
    ):
        (page,) = context.pages
        page.goto(link)
        searched(page, parked, "order-8521")
        resolved(page)
        page.get_by_role("link", name="Dead letters").click()
        page.get_by_label("Queue").select_option("notifications")
        page.get_by_role("button", name="Look").click()
        row = page.get_by_role("region", name="Dead letters").locator("tbody tr")
        expect(row).to_have_count(1)
        expect(row).to_contain_text(told)
        expect(row).to_contain_text("nothing")
        assert complaints == []
        context.close()
    assert acme.payment(parked)["status"] == "succeeded"
    said = stack.emulator.client("dynamodb").query(
        TableName=stack.outputs["entries_table"],
        KeyConditionExpression="payment_id = :id",
        ExpressionAttributeValues={":id": {"S": parked}},
    )
    assert "TICKET-8521" in json.dumps(said["Items"])
