"""The console in a real browser: with the keyboard alone, in light and dark, and under attack."""

from collections.abc import Sequence
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page, expect

from docs_gen.chromium import context_of
from tests.fakes.console_serving import serving
from tests.fakes.console_stack import ID, FakeStack, a_row
from tests.fakes.payments import ID as PARKED
from tests.fakes.payments import REF
from tests.till.console.browser import _browser, watched
from tests.till.console.test_watch import OPEN, QUIET, RINGS
from tests.till.gateway import Gateway
from tests.till.lib.test_input import GIVEN
from till.console.deployed import DeployedStack
from till.console.port import Lying
from till.lib.input import Outputs
from till.redrive.redrive import Kind
from till.watch.alarms import Alarm

__all__ = ["_browser"]

MOST_STEPS = 60
"""Of the tabulator, from one end of a page to the other."""
FOCUSED = """() => {
  const each = document.activeElement;
  const words = (each.labels?.[0] ?? each).innerText.trim().replace(/\\s+/g, " ");
  return [words, getComputedStyle(each).outlineStyle];
}"""
"""Name and outline of what has the focus."""
REFUSED = "Failed to load resource: the server responded with a status of 400 (Bad Request)"
"""What a browser says of a form that is not complete."""
PATHS = (
    "/",
    "/payments",
    "/payments?older_than=yesterday",
    f"/payments/{ID}",
    f"/payments/{ID}/resolve",
    "/payments/pay_abc",
    "/review",
    "/dead-letters",
    "/alarms",
    "/today",
)


class GatewayStack(DeployedStack):
    """The operators' routes over fakes; what AWS alone would say is quiet."""

    def alarms(self) -> Sequence[Alarm]:
        """One."""
        return [QUIET]

    def letters(self, queue: Kind) -> Lying:
        """None."""
        assert queue in set(Kind)
        return Lying((), 0)


def tab_to(page: Page, name: str) -> None:
    """Press the tabulator until what is called so has the focus, and shows it."""
    for _ in range(MOST_STEPS):
        page.keyboard.press("Tab")
        said, outline = page.evaluate(FOCUSED)
        if said.startswith(name):
            assert outline == "solid", f"{name} has the focus, and nobody sees it."
            return
    pytest.fail(f"The tabulator does not lead to {name}.")


def heading(page: Page) -> Locator:
    """Of the whole page."""
    return page.get_by_role("heading", level=1)


def test_a_payment_is_resolved_with_the_keyboard_alone(browser: Browser, gateway: Gateway) -> None:
    """From the link to the ledger: review, story, reason and evidence, what will happen, done."""
    gateway.harness.parked()
    gateway.harness.psp.take(REF)
    outputs = Outputs(**{**GIVEN, "gateway_url": gateway.url})
    stack = GatewayStack(outputs, "tillstack-local")
    context = context_of(browser, "light")
    with serving(stack) as session, watched(context.new_page()) as complaints:
        (page,) = context.pages
        page.goto(session.link)
        expect(page.locator(".figure").first).to_contain_text("1")
        page.keyboard.press("Tab")
        expect(page.locator(":focus")).to_have_text("Skip to the content")
        tab_to(page, "Review")
        page.keyboard.press("Enter")
        expect(heading(page)).to_have_text("Waits for a person")
        tab_to(page, f"Resolve {PARKED}")
        page.keyboard.press("Enter")
        expect(heading(page)).to_contain_text("Resolve")
        expect(page.get_by_text("A person must decide")).to_be_visible()
        tab_to(page, "Succeeded: the provider took the money")
        page.keyboard.press("Space")
        tab_to(page, "Show what will happen")
        page.keyboard.press("Enter")
        expect(page.get_by_role("alert")).to_contain_text("Say why.")
        tab_to(page, "Say why.")
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        expect(page.locator("#evidence")).to_be_focused()
        page.keyboard.type("TICKET-1")
        page.keyboard.press("Shift+Tab")
        page.keyboard.type("The merchant agrees.")
        tab_to(page, "Show what will happen")
        page.keyboard.press("Enter")
        expect(page.get_by_text("The payment becomes succeeded for ever")).to_be_visible()
        assert gateway.harness.row().status == "requires_review"
        tab_to(page, "Yes: it succeeded")
        page.keyboard.press("Enter")
        expect(heading(page)).to_have_text("Resolved")
        assert complaints == [REFUSED]
    context.close()
    entry = gateway.harness.ledger.lines[PARKED][-1]
    assert (entry.data["reason"], entry.data["evidence"]) == ("The merchant agrees.", "TICKET-1")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_page_is_usable_by_everybody(browser: Browser, scheme: Any) -> None:
    """No rule of axe-core is broken: landmarks, names, headings, contrast."""
    stack = FakeStack()
    stack.alarm_list, stack.flows = [RINGS, QUIET], OPEN
    context = context_of(browser, scheme)
    with serving(stack) as session, watched(context.new_page()) as complaints:
        (page,) = context.pages
        page.goto(session.link)
        for path in PATHS:
            page.goto(f"{session.origin}{session.base}{path}")
            broken = Axe().run(page).response["violations"]
            assert [(path, each["id"]) for each in broken] == []
        dark = page.evaluate("getComputedStyle(document.body).backgroundColor")
        assert (dark == "rgb(255, 255, 255)") is (scheme == "light")
    context.close()
    assert set(complaints) == {REFUSED}


@pytest.mark.parametrize("scripts", [True, False])
def test_a_search_works_with_and_without_scripts(browser: Browser, *, scripts: bool) -> None:
    """With them only the table changes, the address says so, and the number is read out."""
    stack = FakeStack()
    context = context_of(browser, "light", scripts=scripts)
    with serving(stack) as session:
        page = context.new_page()
        page.goto(session.link)
        page.goto(f"{session.origin}{session.base}/payments")
        loads: list[str] = []
        page.on("load", lambda _: loads.append(page.url))
        stack.rows = [a_row(), a_row(f"pay_{'b' * 26}")]
        page.get_by_label("Merchant").fill("acme")
        page.get_by_role("button", name="Search").click()
        expect(page.get_by_role("status")).to_contain_text("Payments shown: 2.")
        expect(page.locator("tbody tr")).to_have_count(2)
        assert "merchant=acme" in page.url
        page.wait_for_load_state()
        assert (loads == []) is scripts
        assert stack.queries[-1]["merchant"] == "acme"
    context.close()


def test_what_waits_is_looked_at_again(browser: Browser) -> None:
    """Each minute, without a load: what has come meanwhile is there."""
    stack = FakeStack()
    context = context_of(browser, "light")
    with serving(stack) as session:
        page = context.new_page()
        page.clock.install()
        page.goto(session.link)
        expect(page.locator(".figure").first).to_have_text("1")
        stack.rows = []
        page.clock.run_for(61_000)
        expect(page.locator(".figure").first).to_have_text("0")
    context.close()
