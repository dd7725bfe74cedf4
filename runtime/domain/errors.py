"""Everything that can go wrong, in two families: try again later, or don't.

Each error carries one sentence and data. It becomes an HTTP answer in
`runtime.wire.problem_json` and a batch failure in the SQS handlers, nowhere else.
"""

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Self

from runtime.contract.scopes import Scope
from runtime.domain.email_event import Reason

if TYPE_CHECKING:
    from runtime.contract.throttle import Throttle


class TillstackError(Exception):
    """The root of all errors that the domain raises."""


class RetryableError(TillstackError):
    """The same call may succeed later."""


class PermanentError(TillstackError):
    """The same call will never succeed."""


class ConflictError(RetryableError):
    """Somebody else moved the payment between our read and our write."""


class UnavailableError(RetryableError):
    """The ledger, a queue, the cipher or the mail service did not do what we asked."""


class MailAccountRefusedError(RetryableError):
    """The mail service takes no mail from us until a person mends something; `meaning` says what.

    It holds our own words and names, never an address.
    """

    def __init__(self, meaning: str) -> None:
        super().__init__(f"The mail service refuses this account's mail, {meaning}.")
        self.meaning = meaning


class MailUnderWayError(RetryableError):
    """The notifier has a mail in its hands and has not written yet what became of it."""


class UnsendableMailError(PermanentError):
    """The mail service takes no mail for this address."""

    def __init__(self, meaning: str, reason: Reason) -> None:
        super().__init__(f"The mail service takes no mail for this address, {meaning}.")
        self.reason = reason


class IllegalTransitionError(PermanentError):
    """The state table does not allow this step."""


class UnreadableRowError(PermanentError):
    """A stored row or entry is not of a schema that this code knows."""


class InvalidRequestError(PermanentError):
    """The request breaks a rule; `code` and `param` say which, never the value."""

    def __init__(self, code: str, detail: str, param: str | None = None) -> None:
        super().__init__(detail)
        self.code = code
        self.detail = detail
        self.param = param


class IdempotencyKeyReusedError(PermanentError):
    """The key was first used with another body, at `first_used` (Unix seconds)."""

    def __init__(self, first_used: int) -> None:
        super().__init__("The idempotency key was first used with another body.")
        self.first_used = first_used


class SignatureInvalidError(PermanentError):
    """No live secret signed this event, or not now: its sender is nobody that we know."""


class MerchantUnknownError(PermanentError):
    """The token's client belongs to no merchant of this stack."""


class ClientDisabledError(PermanentError):
    """The token's client was ended, or its merchant disabled."""


class ScopeMissingError(PermanentError):
    """The token's client may not ask this; `scope` is what it lacks."""

    def __init__(self, scope: Scope) -> None:
        super().__init__(f"The token's client has no scope {scope.full}.")
        self.scope = scope


class RateLimitedError(RetryableError):
    """The merchant's bucket is empty; the same call may be made again after `wait` seconds."""

    def __init__(self, limit: "Throttle", wait: int) -> None:
        super().__init__(
            f"This merchant may make {limit.rate} calls a second, {limit.burst} at once. Nothing "
            f"was done: ask again in {wait} s, a payment with the same Idempotency-Key."
        )
        self.limit = limit
        self.wait = wait


class PaymentMissingError(PermanentError):
    """No such payment, or not this merchant's: the two look the same."""


class PaymentNotCancelableError(PermanentError):
    """Only a queued payment can be canceled."""

    def __init__(self, status: str) -> None:
        super().__init__(f"The payment is {status}; only a queued payment can be canceled.")
        self.status = status


class PaymentNotInReviewError(PermanentError):
    """Only a payment in front of a person can be resolved."""

    def __init__(self, status: str) -> None:
        super().__init__(f"The payment is {status}; only one in review can be resolved.")


class ResolutionContradictedError(PermanentError):
    """The PSP's record does not allow the resolution; the text says what it shows."""


class SecondPersonNeededError(PermanentError):
    """Who proposed a resolution can't confirm it; another may until `until` (Unix seconds)."""

    def __init__(self, until: int) -> None:
        end = datetime.fromtimestamp(until, UTC).strftime("%Y-%m-%d %H:%M UTC")
        super().__init__(
            "You have proposed this resolution, and another person must say the same until "
            f"{end}. All sessions of one role are one person."
        )


class NotificationNotResendableError(PermanentError):
    """Only a mail that has come to an end, about an outcome that stands, can be sent again."""

    def __init__(self, status: str, mail: str) -> None:
        super().__init__(
            f"The payment is {status} and its notification {mail}; a mail can be sent again "
            "once it is sent or undeliverable, while the payment is succeeded or failed."
        )


class PayerErasedError(NotificationNotResendableError):
    """A mail is asked for, and nobody knows any more where to."""

    def __init__(self) -> None:
        PermanentError.__init__(
            self, "The payer's data was erased: there is no address to send a mail to."
        )


class PaymentNotErasableError(PermanentError):
    """The payer is still needed."""

    @classmethod
    def unfinished(cls, status: str) -> Self:
        """Something is still to be done with the payment."""
        return cls(
            f"The payment is {status}, and only of a final payment the payer can be erased: cancel "
            "it while it is queued, resolve it where it requires review, or wait."
        )

    @classmethod
    def telling(cls, seconds: int) -> Self:
        """The notifier has a mail in its hands."""
        return cls(f"A mail to the payer is being handed over: ask again in {seconds} s.")


class OperatorUnknownError(PermanentError):
    """The request does not say whose it is."""


class ProviderSilentError(RetryableError):
    """The PSP gave no answer that decides; nothing was written."""
