"""How long each class of data is kept, and what decides it: a setting, or a rule that is fixed.

The numbers are those of the settings and of the resources that the program declares.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pulumi_aws as aws
import yaml

from local.program.recording import Recording
from runtime.contract.settings import EventBus
from runtime.domain.erasure import LEFT
from stack_settings import StackSettings

ROOT: Final = Path(__file__).parents[1]
DAY: Final = 86_400
LEDGER: Final = "tables `payments` and `entries`"
FIXED: Final = "fixed"


def payer_days() -> int:
    """Days that `prod` keeps the payer of a final payment."""
    return int(_prod("payerRetentionDays", "payer_retention_days"))


def log_days() -> int:
    """Days that `prod` keeps a line of a log."""
    return int(_prod("logRetentionDays", "log_retention_days"))


def classes(recording: Recording) -> Iterator[tuple[str, str, str, str]]:
    """Class of data, where it lies, how long, and who decides."""
    table = recording.of(aws.dynamodb.Table)[0].inputs["pointInTimeRecovery"]
    queues = {each.inputs["messageRetentionSeconds"] // DAY for each in recording.of(aws.sqs.Queue)}
    first, last = sorted(queues)
    keys = {each.inputs["deletionWindowInDays"] for each in recording.of(aws.kms.Key)}
    fields = ", ".join(f"`{name}`" for name in LEFT)
    archived = EventBus.model_fields["archive_days"].default
    yield (
        "payer of a final payment",
        f"table `payments`: {fields}",
        f"{payer_days()} days from the acceptance in prod, a week from the last write",
        "the setting `payerRetentionDays`; a person, earlier, with `till erase`",
    )
    yield (
        "payer of a payment that is not final, or whose mail is owed",
        "table `payments`: the same",
        "as long as that is so",
        f"{FIXED}: they are needed; [a person](runbooks/requires-review.md) ends a review",
    )
    yield "payment, its outcome, what people did", LEDGER, "for ever", f"{FIXED}: books are kept"
    yield (
        "roots of the ledger: of each payment its id and its last entry's hash",
        "bucket `…-roots`",
        f"for ever; in prod nobody can delete one for {log_days()} days",
        f"{FIXED}: they show [what was changed](runbooks/ledger-roots.md)",
    )
    yield (
        "every earlier state of a row",
        "point-in-time recovery",
        f"{table['recoveryPeriodInDays']} days",
        f"{FIXED}: the longest that DynamoDB offers, and what the policy pack asks for",
    )
    yield (
        "messages: ids, and what SES says of a mail",
        "queues and their dead letters",
        f"{first} days; a dead letter {last}",
        f"{FIXED}: [times](times.md) stand to each other",
    )
    yield (
        "lines of functions, workers, gateway, firewall and network",
        "CloudWatch Logs",
        f"{log_days()} days in prod",
        "the setting `logRetentionDays`, a year at least (PCI DSS 10.5.1)",
    )
    yield (
        "events, where a stack puts them on a bus",
        "EventBridge's archive, or the queue `events-lost`; what readers keep is theirs",
        f"{archived} days, unless it is set; a lost one {last}",
        "the setting `eventBus.archiveDays`; [no erasure](events.md) reaches it",
    )
    yield "counts and times", "CloudWatch", "15 months", f"{FIXED} by AWS"
    yield "traces", "X-Ray", "30 days", f"{FIXED} by AWS"
    yield "secrets", "Secrets Manager", "until the next version", "whoever rotates them"
    yield "merchants", "table `merchants`, Cognito", "while they stand there", "`till merchants`"
    yield (
        "addresses whose mail bounced, and of who complained",
        "SES's suppression list of the account",
        "until a person takes one off",
        f"{FIXED} by AWS: [mail](runbooks/mail.md)",
    )
    yield (
        "keys",
        "KMS",
        f"while the stack stands, and {max(keys)} days",
        f"{FIXED}: the longest that KMS waits",
    )
    yield (
        "exports of the tables, and what was restored from them",
        "where a person puts them",
        "as long as that person says",
        "nothing of ours makes one; give the bucket a lifecycle rule",
    )


def _prod(key: str, field: str) -> Any:
    config = yaml.safe_load((ROOT / "Pulumi.prod.yaml").read_text())["config"]
    return config.get(f"tillstack:{key}", StackSettings.model_fields[field].default)
