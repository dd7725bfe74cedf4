"""Writes the firewall's rules as a page: `python -m docs_gen.firewall > docs/firewall.md`."""

import sys

from components.parts.firewall_rules import COUNTED, firewall_rules

OURS = {
    "sensitive-url": "What looks like a card number (an issuer's beginning and length, in groups "
    "or not), a bearer token or a key of the PSP, in the path or the query string. Such a request "
    "is not logged. A `reference` that looks so can't be asked for: ask by the payment's id.",
    "body-size": "A body beyond 64 KiB; from 8 KiB up the API itself answers 413.",
    "rate": "More calls of one address in five minutes than `wafRateLimit` says.",
}
"""Rule of our own → what it blocks."""
LIVED_WITH = (
    "A query string stays below 2,048 bytes, a path below 1,024, a cookie below 10,240.",
    (
        "No path, argument, cookie or header looks like script, SQL, a file path with `../`, a "
        "class of Java's or a look-up of Log4j's: a `reference` such as `1' or '1'='1` can't be "
        "asked for."
    ),
    (
        "No body holds the address of a cloud's metadata (`169.254.169.254`), a class of Java's "
        "(`java.lang.Runtime`) or a look-up of Log4j's (`${jndi:`). Other URLs, HTML and SQL may "
        "stand there."
    ),
    "The Host header is the API's own, never `localhost`.",
    "An address on AWS's list of bad reputation is refused, whoever calls from it.",
)
"""What AWS's rules that block ask of an honest merchant."""
LOGS = (
    (
        "firewall",
        (
            "time, address, country, method, the rule that spoke, and headers other than "
            "`authorization`, `content-digest`, `cookie`, `idempotency-key`, `signature` and "
            "`stripe-signature`"
        ),
        "path, query string, what was found in a body; a request with a secret in its URL",
    ),
    (
        "access (gateway)",
        (
            "time, address, method, the route's template, status, client or operator, ids, "
            "latencies; `requestId` may be a UUID of the caller's choice, `extendedRequestId` is "
            "AWS's own"
        ),
        "path, query string, headers, bodies",
    ),
    (
        "execution (gateway)",
        "errors only (`ERROR`), without data trace",
        "headers and bodies",
    ),
    (
        "X-Ray",
        "the route's URL with a payment's id, status and times",
        "headers and bodies; a URL with a secret never comes so far",
    ),
    ("functions", "what the code writes: ids, codes, counts", "requests, answers, payers' data"),
)
"""Log, what can reach it, what can't."""


def firewall() -> str:
    """The page `docs/firewall.md`: what is blocked, what only counts, and what each log keeps."""
    names = [rule["name"] for rule in firewall_rules(0)]
    return "\n".join(
        [
            "# The firewall",
            "",
            "Made from `components/parts/firewall_rules.py` by `make docs`. A blocked request is",
            "answered 403 with the code `request_blocked`; `make local` plays these rules, but for",
            "the rate and AWS's lists of addresses.",
            "",
            "| order | rule | blocks |",
            "| --- | --- | --- |",
            *(
                f"| {order} | `{name}` | {OURS.get(name, 'what AWS says of it')} |"
                for order, name in enumerate(names, 1)
            ),
            "",
            "## What a merchant must live with",
            "",
            *(f"- {each}" for each in LIVED_WITH),
            "",
            "## What only counts",
            "",
            "Of AWS's rules these are counted and let through; the others block.",
            "",
            "| rule | why |",
            "| --- | --- |",
            *(f"| `{rule}` | {why} |" for group in COUNTED.values() for rule, why in group.items()),
            "",
            "## What each log keeps",
            "",
            "| log | can hold | never holds |",
            "| --- | --- | --- |",
            *(f"| {log} | {holds} | {never} |" for log, holds, never in LOGS),
            "",
        ]
    )


if __name__ == "__main__":
    sys.stdout.write(firewall())
