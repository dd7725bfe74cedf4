"""What the gateway offers: method, path, who may call it, which function answers."""

from dataclasses import dataclass
from math import ceil

from components.lib import limits
from runtime.contract.scopes import Scope
from runtime.contract.throttle import Throttle

SCOPES = {Scope.READ: "Read payments", Scope.WRITE: "Make and cancel payments"}
"""Scopes of the resource server `payments`, with what they are for."""


@dataclass(frozen=True)
class Route:
    """One method of one path."""

    method: str
    path: str
    function: str
    """Handler's name."""
    scope: Scope | None
    """None: open to everybody, where the function itself judges who speaks; or to operators."""
    share: float
    """Of the stack's throttle: 1.0 is the whole rate and burst."""
    operators: bool = False
    """For people with an AWS identity of the account; no token opens it, and no share counts."""
    takes_json: bool = False
    """The body is a JSON object."""
    takes_jose: bool = False
    """And it may be encrypted."""
    takes_key: bool = False
    """An idempotency key must come with it."""

    @property
    def name(self) -> str:
        """For a resource's name: `post-payments`, `get-payments-id`."""
        words = [self.method, *self.path.split("/")[2:]]
        return "-".join(word.strip("{}") for word in words).lower()

    @property
    def authorization(self) -> str:
        """As the gateway names it."""
        if self.operators:
            return "AWS_IAM"
        return "COGNITO_USER_POOLS" if self.scope else "NONE"

    def limits(self, throttle: Throttle) -> Throttle:
        """This method's own; never zero, which is "none". The stack's is the merchants'."""
        if self.operators:
            return Throttle(rate=limits.OPERATOR_RATE, burst=limits.OPERATOR_BURST)
        rate, burst = (ceil(each * self.share) for each in (throttle.rate, throttle.burst))
        return Throttle(rate=rate, burst=burst)


ROUTES = [
    Route(
        "POST",
        "/v1/payments",
        "accept_payment",
        Scope.WRITE,
        1.0,
        takes_json=True,
        takes_jose=True,
        takes_key=True,
    ),
    Route("GET", "/v1/payments", "read_payments", Scope.READ, 0.2),
    Route("GET", "/v1/payments/{id}", "read_payments", Scope.READ, 1.0),
    Route("GET", "/v1/payments/{id}/entries", "read_payments", Scope.READ, 0.2),
    Route("GET", "/v1/events", "read_payments", Scope.READ, 0.1),
    Route("GET", "/v1/events/{id}", "read_payments", Scope.READ, 0.1),
    Route("POST", "/v1/payments/{id}/cancel", "cancel_payment", Scope.WRITE, 0.2),
    Route("POST", "/v1/webhooks/psp", "receive_webhook", None, 0.2, takes_json=True),
    Route("GET", "/v1/keys", "read_payments", None, 0.2),
    Route("GET", "/v1/health", "read_payments", None, 0.2),
    Route("GET", "/v1/ops/payments", "operate_payments", None, 0, operators=True),
    *(
        Route(
            method,
            f"/v1/ops/payments/{{id}}{verb}",
            "operate_payments",
            None,
            0,
            operators=True,
            takes_json=verb in {"/resolve", "/erase"},
        )
        for method, verb in (
            ("GET", ""),
            ("GET", "/entries"),
            ("POST", "/resolve"),
            ("POST", "/notifications"),
            ("POST", "/erase"),
        )
    ),
    Route("GET", "/v1/ops/circuit", "operate_payments", None, 0, operators=True),
]


def concurrency(function: str, throttle: Throttle) -> int:
    """What `function` must reserve so that the gateway throttles before Lambda does.

    In flight at most: each method's burst, and its rate for as long as a call takes.
    """
    mine = [route.limits(throttle) for route in ROUTES if route.function == function]
    return sum(each.burst + each.rate * limits.CALL_SECONDS for each in mine)
