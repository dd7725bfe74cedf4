"""What each call does to the state: synchronous, so that one call is one step."""

import time
from dataclasses import dataclass, field
from typing import Any

from local.psp import params
from local.psp.behaviours import ConfirmResult, Decline, Landing
from local.psp.book import Book
from local.psp.errors import no_such, rate_limited, refuse, server_error, wrong_state
from local.psp.first_calls import FirstCalls
from local.psp.intents import Charge, Intent, new_id
from local.psp.params import Form
from local.psp.refusals import declined

CANCELABLE = (
    "requires_payment_method",
    "requires_capture",
    "requires_confirmation",
    "requires_action",
)


@dataclass
class Reply:
    """An answer, and how it travels."""

    body: dict[str, Any]
    status: int = 200
    delay: float = 0
    """Seconds until it is sent."""
    lost: bool = False
    """It never reaches the client."""
    keep: bool = True
    """Whether the idempotency key remembers it."""


@dataclass
class PaymentProvider:
    """All payment intents of one account, and the book."""

    intents: dict[str, Intent] = field(default_factory=dict)
    book: Book = field(default_factory=Book)
    first: FirstCalls = field(default_factory=FirstCalls)

    def create(self, form: Form) -> Reply:
        """An unconfirmed payment intent; no money moves.

        Raises:
            ApiError: a parameter is refused, or the token plays a failure.
        """
        amount, currency = params.money(form)
        token = params.payment_method(form)
        redirects = params.may_redirect(form)
        intent = Intent(
            amount=amount,
            currency=currency,
            payment_method=token,
            token=token,
            metadata=form.nested("metadata"),
            payment_method_types=params.types(form),
            capture_method=params.one_of(form, "capture_method", ("automatic", "automatic_async")),
            confirmation_method=params.one_of(form, "confirmation_method", ("automatic", "manual")),
            statement_descriptor_suffix=params.suffix(form),
            may_redirect=redirects,
            status="requires_confirmation" if token else "requires_payment_method",
        )
        self.first.refuse("create", intent)
        self.intents[intent.id] = intent
        self.first.lose("create", intent)
        lie = intent.behaviour
        if lie.charges_at_create:
            self._land(intent)
        shown = intent.another(new_id("pi")) if lie.another_at == "create" else intent.json()
        return Reply(shown, keep=lie.keeps_keys)

    def retrieve(self, ref: str, form: Form) -> Reply:
        """A read; it may lag or be the moment before a charge lands.

        Raises:
            ApiError: there is no such object, or this one plays a missing one.
        """
        intent, lie = self._find(ref), self._find(ref).behaviour
        self.first.refuse("retrieve", intent)
        self.first.lose("retrieve", intent)
        intent.reads += bool(intent.confirms)
        if intent.landing and lie.landing is Landing.AFTER_READ:
            seen = intent.unconfirmed()
            self._land(intent)
            return Reply(seen)
        if intent.status == "processing" and intent.reads > lie.pending_reads:
            self._land(intent)
        if 0 < intent.reads <= lie.missing_reads:
            raise no_such(ref, "payment_intent", param="intent", status=404)
        if 0 < intent.reads <= lie.missing_reads + lie.stale_reads:
            return Reply(intent.unconfirmed())
        if lie.another_at == "retrieve" and intent.confirms:
            return Reply(intent.another(ref))
        if lie.another_id and intent.confirms:
            return Reply(intent.unconfirmed() | {"id": new_id("pi")})
        return Reply(intent.json(expand="latest_charge" in form.lists.get("expand", [])))

    def list(self, form: Form) -> Reply:
        """Newest first; what was to land before a list has landed then.

        Raises:
            ApiError: a parameter is refused, or an object plays a failure.
        """
        limit = params.integer(form.values.get("limit", "10"), "limit")
        oldest = params.integer(form.values.get("created[gte]", "0"), "created[gte]", least=0)
        for each in self.intents.values():
            self.first.refuse("list", each)
            self.first.lose("list", each)
            if each.landing and each.behaviour.landing is Landing.AT_LIST:
                self._land(each)
        found = [each for each in reversed(self.intents.values()) if each.created >= oldest]
        if after := form.values.get("starting_after"):
            found = found[found.index(self._find(after)) + 1 :]
        page = [intent.json() for intent in found[: min(limit, 100)]]
        more = len(found) > len(page)
        return Reply(
            {"object": "list", "data": page, "has_more": more, "url": "/v1/payment_intents"}
        )

    def confirm(self, ref: str, form: Form) -> Reply:
        """Try to take the money, as the token's behaviour says.

        Raises:
            ApiError: the object is in another status, or plays a refusal or an error.
        """
        intent, lie = self._find(ref), self._find(ref).behaviour
        self.first.refuse("confirm", intent)
        if intent.refused < lie.refusals:
            intent.refused += 1
            raise rate_limited() if lie.refusal == 429 else server_error(lie.refusal)  # noqa: PLR2004 - an HTTP status is its own name.
        if intent.may_redirect and not form.values.get("return_url"):
            message = "Some payment methods might redirect: you must provide a `return_url`."
            refuse(message)
        if intent.status != "requires_confirmation":
            message = f"You cannot confirm this PaymentIntent: its status is {intent.status}."
            raise wrong_state(message, intent.json())
        intent.confirms += 1
        if lie.decline:
            return self._decline(intent, lie.decline, form)
        honest = 0 < lie.duds < intent.confirms
        if honest or not lie.duds:
            self._take(intent)
        answer = ConfirmResult.TRUTH if honest else lie.answer
        if answer is ConfirmResult.ERROR_500:
            raise server_error(500, stored=True)
        if answer is ConfirmResult.DECLINED:
            raise declined(Decline("card_declined", "generic_decline"), intent, intent.charge)
        if lie.another_at == "confirm":
            return Reply(intent.another(new_id("pi")))
        lost = answer is ConfirmResult.NOTHING
        return Reply(intent.json(), delay=lie.delay, lost=lost, keep=lie.keeps_keys)

    def cancel(self, ref: str, form: Form) -> Reply:
        """After it the intent can never be charged; refused where it was charged already.

        Raises:
            ApiError: there is no such object, or it can't be canceled any more.
        """
        intent = self._find(ref)
        self.first.refuse("cancel", intent)
        if intent.landing and intent.behaviour.landing is Landing.AT_CANCEL:
            self._land(intent)
        if intent.status not in CANCELABLE:
            message = f"You cannot cancel this PaymentIntent: its status is {intent.status}."
            raise wrong_state(message, intent.json())
        intent.status, intent.landing = "canceled", False
        intent.canceled_at = int(time.time())
        intent.cancellation_reason = form.values.get("cancellation_reason")
        self.first.lose("cancel", intent)
        return Reply(intent.json())

    def land(self, payment_id: str) -> int:
        """What was `processing` for this payment is paid now; returns how many intents that were.

        Nobody has asked for it: only an event, or a later read, can tell.
        """
        waiting = [
            each
            for each in self.intents.values()
            if each.status == "processing" and each.metadata.get("payment_id") == payment_id
        ]
        for intent in waiting:
            self._land(intent)
        return len(waiting)

    def _find(self, ref: str) -> Intent:
        if ref not in self.intents:
            raise no_such(ref, "payment_intent", param="intent", status=404)
        return self.intents[ref]

    def _take(self, intent: Intent) -> None:
        lie = intent.behaviour
        if lie.landing is not Landing.NOW:
            intent.landing = True
        elif lie.pending_reads:
            intent.status = "processing"
        else:
            self._land(intent)

    def _land(self, intent: Intent) -> None:
        lie = intent.behaviour
        currency = intent.currency
        if lie.other_currency:
            currency = "usd" if currency == "eur" else "eur"
        if lie.takes_nothing:
            intent.status, intent.landing = "succeeded", False
            return
        intent.charge = Charge(
            intent.id,
            intent.amount + lie.surplus,
            currency,
            intent.payment_method or "",
            intent.metadata,
            disputed=lie.disputed,
        )
        intent.status, intent.landing = "succeeded", False
        self.book.captured(intent, intent.charge)

    def _decline(self, intent: Intent, decline: Decline, form: Form) -> Reply:
        asks = decline.code == "authentication_required"
        off = params.boolean(form, "off_session") or params.boolean(
            form, "error_on_requires_action"
        )
        if asks and not off:
            intent.status = "requires_action"
            return Reply(intent.json())
        charge = Charge(
            intent.id,
            intent.amount,
            intent.currency,
            intent.payment_method or "",
            intent.metadata,
            decline=decline,
        )
        intent.charge, intent.status = charge, "requires_payment_method"
        intent.landing = intent.behaviour.landing is Landing.AT_LIST
        intent.payment_method = None
        refusal = declined(decline, intent, charge)
        intent.last_payment_error = {
            name: value for name, value in refusal.error.items() if name != "payment_intent"
        }
        refusal.error["payment_intent"] = intent.json()
        raise refusal
