"""Stripe behind the PSP port (design: payments, "The PSP port").

One payment intent per payment: created unconfirmed, confirmed once per attempt, read by id,
canceled before a failure is final. Nothing is retried here, and no body is ever logged.
"""

import logging
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

import stripe

from runtime.adapters._stripe_errors import FAILURES, is_replay, is_unexpected_state, outcome_of
from runtime.adapters._stripe_http import HttpClient, UnreadableAnswerError
from runtime.adapters._stripe_objects import Intent, Page, charged, psp_record
from runtime.domain.errors import PermanentError, UnavailableError
from runtime.domain.payment import Payment
from runtime.domain.private import Clear
from runtime.domain.psp import Outcome, OutcomeKind, PspObject, PspRecord

if TYPE_CHECKING:
    from stripe.params import PaymentIntentCreateParams, PaymentIntentListParams

API_VERSION: Final = "2026-10-28.endive"
LIVE: Final = ("sk_live_", "rk_live_")
TEST: Final = ("sk_test_", "rk_test_")

PAGE: Final = 100
"""The most that Stripe lists at a time (Stripe, "List all PaymentIntents")."""

_UNKNOWN: Final = Outcome(OutcomeKind.UNKNOWN, "provider_error")
_AWAY: Final = {"off_session": True, "error_on_requires_action": True}
"""The payer is not there, and can't be asked for anything."""
_WHOLE: Final = {"expand": ["latest_charge"]}


class WrongKeyError(PermanentError):
    """The secret key is a live one in a test stack, or the reverse, or no key at all."""

    def __init__(self, livemode: bool) -> None:  # noqa: FBT001 - the only thing that it says.
        kind = "live" if livemode else "test"
        super().__init__(f"The PSP's secret key is not a {kind} key, which this stack needs.")


class StripePsp:
    """The PSP port over Stripe's API; safe to share between threads."""

    name: str = "stripe"

    def __init__(
        self,
        api_base: str,
        read_key: Callable[[], str],
        *,
        livemode: bool,
        connect: float,
        read: float,
    ) -> None:
        """`read_key` is asked now, and again whenever Stripe refuses the key. Seconds.

        Raises:
            WrongKeyError: the key does not belong to a stack of this `livemode`.
            UnavailableError: the key can't be read now.
        """
        # At its lower levels the library logs the bodies of requests and answers.
        logging.getLogger("stripe").setLevel(logging.WARNING)
        self._api_base, self._livemode, self._read_key = api_base, livemode, read_key
        self._http = HttpClient(connect, read)
        self._client = self._connect()

    def prepare(self, payment: Payment, payment_method: Clear, key: int) -> PspObject | Outcome:
        """Create the unconfirmed intent; its id is the ref."""
        params: PaymentIntentCreateParams = {
            "amount": payment.amount,
            "currency": payment.currency,
            "payment_method": payment_method.get_secret_value(),
            "allowed_payment_method_types": ["card"],
            "capture_method": "automatic",
            "confirmation_method": "automatic",
            "metadata": {"payment_id": payment.payment_id},
        }
        if payment.statement_descriptor_suffix:
            params["statement_descriptor_suffix"] = payment.statement_descriptor_suffix
        name = f"{payment.payment_id}:prepare:{key}"
        try:
            intent = self._call("post", "", idempotency_key=name, **params)
        except FAILURES as error:
            return outcome_of(error)
        if intent.metadata.get("payment_id") != payment.payment_id:
            # Never confirmed, so nothing is charged: neither that payment nor this one.
            return Outcome(OutcomeKind.REJECTED, "provider_rejected", request_id=intent.request_id)
        return PspObject(intent.id, intent.replayed)

    def charge(self, payment: Payment, ref: str, attempt: int) -> Outcome:
        """Confirm the intent, the payer being away; Stripe replays the answer per attempt."""
        key = f"{payment.payment_id}:confirm:{attempt}"
        try:
            intent = self._call("post", f"/{quote(ref)}/confirm", idempotency_key=key, **_AWAY)
        except FAILURES as error:
            return outcome_of(error)
        outcome = charged(intent) if intent.id == ref else _UNKNOWN
        return replace(outcome, request_id=intent.request_id, kept=intent.replayed)

    def lookup(self, ref: str) -> PspRecord | Outcome:
        """Retrieve by id, which is a strong read (Search lags by design).

        An answer about another intent is passed on under that one's id: the domain parks it.
        """
        try:
            intent = self._call("get", f"/{quote(ref)}", **_WHOLE)
        except FAILURES as error:
            return outcome_of(error)
        return psp_record(intent) or _UNKNOWN

    def cancel(self, ref: str) -> PspRecord | Outcome:
        """Cancel; where Stripe says that it is too late, a second call says what it is."""
        try:
            intent = self._call("post", f"/{quote(ref)}/cancel", **_WHOLE)
        except FAILURES as error:
            return self.lookup(ref) if is_unexpected_state(error) else outcome_of(error)
        return psp_record(intent) or _UNKNOWN

    def list(self, since: int) -> Iterator[PspRecord | Outcome]:
        """Stripe's list, page by page; a page that can't be read ends it."""
        params: PaymentIntentListParams = {"created": {"gte": since}, "limit": PAGE}
        more = True
        while more:
            try:
                page = self._page(params)
                if page.has_more:
                    params = {**params, "starting_after": page.last}
            except FAILURES as error:
                yield outcome_of(error)
                return
            yield from map(_listed, page.data)
            more = page.has_more

    def close(self) -> None:
        """Close the pooled connections."""
        self._http.close()

    def _page(self, params: "PaymentIntentListParams") -> Page:
        return Page.read(self._ask("get", "", params).data)

    def _call(self, method: str, path: str, **params: object) -> Intent:
        """The intent that Stripe answers with."""
        response = self._ask(method, path, params)
        seen = {"request_id": response.request_id, "replayed": is_replay(response.headers)}
        return Intent.read(response.data).model_copy(update=seen)

    def _ask(self, method: str, path: str, params: Mapping[str, object]) -> stripe.StripeResponse:
        """What Stripe answers with; a refused key is read again, once.

        The library would make objects of it for nothing: `Intent` and `Page` read what is needed.

        Raises:
            AuthenticationError: Stripe refuses the newest key too.
        """
        used, url = self._client, f"/v1/payment_intents{path}"
        answer: stripe.StripeResponse
        try:
            answer = used.raw_request(method, url, **params)
        except stripe.AuthenticationError:
            if not self._renew(used):
                raise
            answer = self._client.raw_request(method, url, **params)
        return answer

    def _renew(self, refused: stripe.StripeClient) -> bool:
        """Whether there is another client now than the one that was refused."""
        if self._client is refused:
            old = self._key
            try:
                client = self._connect()
            except (UnavailableError, WrongKeyError):
                return False
            if self._key == old:
                return False
            self._client = client
        return True

    def _connect(self) -> stripe.StripeClient:
        key = self._read_key().strip()
        if not key.startswith(LIVE if self._livemode else TEST):
            raise WrongKeyError(self._livemode)
        self._key = key
        return stripe.StripeClient(
            key,
            stripe_version=API_VERSION,
            base_addresses={"api": self._api_base},
            max_network_retries=0,
            http_client=self._http,
        )


def _listed(item: Any) -> PspRecord | Outcome:
    try:
        return psp_record(Intent.read(item)) or _UNKNOWN
    except UnreadableAnswerError:
        return _UNKNOWN
