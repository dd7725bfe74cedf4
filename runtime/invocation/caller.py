"""Who has called, by the token that the gateway let in and by the request's signature."""

from runtime.contract.scopes import Scope
from runtime.domain.signed_request import SignedRequest
from runtime.invocation.body import raw_body
from runtime.invocation.context import Event
from runtime.invocation.http import headers
from runtime.step_log.step import about
from runtime.use_cases.know_caller import Caller, Callers

CARRIED = 10 * 2**20
"""Bytes of a body that the gateway carries at most (API Gateway quotas, payload size)."""


def merchant_of(event: Event, scope: Scope, callers: Callers) -> str:
    """The name of the merchant whose app client the token was made for; see `caller_of`."""
    return caller_of(event, scope, callers).merchant


def caller_of(event: Event, scope: Scope, callers: Callers) -> Caller:
    """The app client that the token was made for, and its merchant.

    Raises:
        MerchantUnknownError: the token's client belongs to no merchant of the stack.
        ClientDisabledError: the client was ended, or its merchant disabled.
        ScopeMissingError: the client may not ask this.
        RateLimitedError: the merchant has called too often.
        InvalidRequestError: the client signs its requests, and this one is not signed, or not so.
        UnavailableError: the directory does not answer.
        UnreadableRowError: what it holds has no form that this code reads.
    """
    authorizer = event["requestContext"].get("authorizer") or {}
    caller = callers.caller_of(authorizer.get("claims", {}).get("client_id"), scope)
    about(merchant=caller.merchant)
    callers.prove(caller, lambda: signed_request(event))
    return caller


def signed_request(event: Event) -> SignedRequest:
    """The request as its sender has seen it, of what the gateway tells of it.

    `requestContext.path` is the path that was asked for at the host of `domainName`, with or
    without the stage; `path` is not. The query comes decoded, its order lost.

    Raises:
        InvalidRequestError: a body that the gateway could not carry.
    """
    context = event["requestContext"]
    query = event.get("multiValueQueryStringParameters") or {}
    return SignedRequest(
        method=str(event.get("httpMethod")),
        authority=str(context.get("domainName")),
        path=str(context.get("path")),
        query=[(name, value) for name, values in query.items() for value in values],
        headers=[(name, value) for name, values in headers(event).items() for value in values],
        body=raw_body(event, CARRIED),
    )
