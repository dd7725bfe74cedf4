"""Named numbers with their unit in the name."""

DEAD_LETTER_RETENTION_SECONDS = 14 * 24 * 3600
"""The longest that SQS allows."""
QUEUE_RETENTION_SECONDS = 4 * 24 * 3600
MAX_RECEIVES = 10
"""A dead letter means that our infrastructure is broken, never that a bank said no."""
LONG_POLL_SECONDS = 20
DATA_KEY_REUSE_SECONDS = 300
"""How long SQS uses one data key before it asks KMS for the next."""
VISIBILITY_PER_TIMEOUT = 6
"""AWS: a queue's visibility is at least six times its consumer's timeout."""

BATCH_SIZE = 10
BATCH_WINDOW_SECONDS = 0

DEAD_LETTER_CONCURRENCY = 2
"""The least that a mapping takes: dead letters are few, and a broken system needs no crowd."""

INTEGRATION_TIMEOUT_MS = 1_900
"""Makes "the gateway answers within two seconds" true by construction."""
API_FUNCTION_TIMEOUT_SECONDS = 10
"""Longer than the gateway waits: a write that has begun is finished, not cut."""
API_FUNCTION_MEMORY_MB = 1_024
CALL_SECONDS = 2
"""A call's longest time in flight, for reckoning concurrency: the gateway's limit, rounded up."""

OPERATOR_TIMEOUT_SECONDS = 30
"""Two calls to the PSP and the write after them, though the gateway has answered long ago."""
OPERATOR_RATE = 1
"""Calls a second of each of the operators' methods: people call them, one payment at a time."""
OPERATOR_BURST = 5

NOTIFIER_TIMEOUT_SECONDS = 30
NOTIFIER_MEMORY_MB = 512
NOTIFIER_CONCURRENCY = 5

EMAIL_EVENT_TIMEOUT_SECONDS = 30
"""A sixth of the pause after which an event comes again that overtook the notifier's own write."""
EMAIL_EVENT_MEMORY_MB = 512
EMAIL_EVENT_CONCURRENCY = 2

SWEEPER_TIMEOUT_SECONDS = 55
"""Ends before the next minute's sweep begins."""
SWEEPER_MEMORY_MB = 512

SWEEP_EVERY_SECONDS = 60

RECONCILER_TIMEOUT_SECONDS = 900
"""Lambda's longest: what is not compared by then is said, and the next day's run begins anew."""
RECONCILER_MEMORY_MB = 1_024
RECONCILE_LATE_SECONDS = 3_600

KEY_DELETION_DAYS = 30
KEY_ROTATION_DAYS = 365
SECRET_RECOVERY_DAYS = 30
SECRET_DAYS = 90
"""How old a secret may grow that only its owner can change (PCI DSS 8.6.3)."""
SECRET_WARNING_DAYS = 76
"""Two weeks before."""
RECOVERY_PERIOD_DAYS = 35
"""The longest point-in-time recovery that DynamoDB offers."""

ACCESS_TOKEN_MINUTES = 15
REFRESH_TOKEN_MINUTES = 60
"""The shortest that Cognito allows; a machine never gets one."""
PASSWORD_LENGTH = 14
PASSWORD_HISTORY = 24
TEMPORARY_PASSWORD_DAYS = 1

BODY_BLOCK_BYTES = 64 * 1024
"""Above it the firewall blocks; from 8 KiB up the function answers 413."""

ENVIRONMENT_BYTES = 4_096
"""A function's variables, keys and values together (AWS: "Lambda quotas")."""
CLIENT_ID_LETTERS = 26
"""An app client's id, as Amazon Cognito makes them."""
KEY_ID_LETTERS = 36
"""A UUID."""
SECRET_SUFFIX_LETTERS = 6
"""What Secrets Manager puts behind a dash at the end of a secret's ARN."""

CODE_BYTES = 200_000
"""The functions' own code, zipped: more means that something strayed into `runtime/`."""
LAYER_BYTES = 60_000_000
"""The functions' layer, unzipped; Lambda's own limit for code and layers together is 250 MB."""
MAIL_LAYER_BYTES = 3_000_000
"""The notifier's own, unzipped: with the data of all the world's languages it would have 35 MB."""
