"""Named numbers with their unit in the name; times that must fit others are `FIXED`'s."""

from runtime.contract.fixed_times import FIXED
from runtime.contract.settings import PAYMENTS_PER_BATCH

RESTORE_DRILL_DAYS = 90
"""How old the last restore drill may be: each quarter somebody has shown that a backup is one."""
DEAD_LETTER_RETENTION_SECONDS = FIXED.dead_letter_retention
QUEUE_RETENTION_SECONDS = FIXED.queue_retention
MAX_RECEIVES = FIXED.max_receives
LONG_POLL_SECONDS = 20
DATA_KEY_REUSE_SECONDS = 300
"""How long SQS uses one data key before it asks KMS for the next."""
VISIBILITY_PER_TIMEOUT = FIXED.visibility_per_timeout

BATCH_SIZE = PAYMENTS_PER_BATCH
BATCH_WINDOW_SECONDS = 0

PAYMENTS_A_MINUTE = 30
"""By one thread of a worker: two seconds for a payment, with the provider's answer in them."""
WORKER_WARM_UP_SECONDS = 180
"""From an instance's launch to its first message."""
WORKER_STOP_SECONDS = 15
"""Beyond a step's longest time, until a worker that was told to stop is killed."""
WORKER_DISK_GB = 8
"""The image's own size."""
WORKER_LIFE_SECONDS = 7 * 86_400
"""After which an instance is replaced, and has the newest image of its system."""

DEAD_LETTER_CONCURRENCY = 2
"""The least that a mapping takes: dead letters are few, and a broken system needs no crowd."""

INTEGRATION_TIMEOUT_MS = round(1_000 * FIXED.gateway_waits)
API_FUNCTION_TIMEOUT_SECONDS = FIXED.api_function_timeout
API_FUNCTION_MEMORY_MB = 1_024
CALL_SECONDS = 2
"""A call's longest time in flight, for reckoning concurrency: the gateway's limit, rounded up."""

OPERATOR_TIMEOUT_SECONDS = FIXED.operator_timeout
OPERATOR_RATE = 1
"""Calls a second of each of the operators' methods: people call them, one payment at a time."""
OPERATOR_BURST = 5

NOTIFIER_TIMEOUT_SECONDS = FIXED.notifier_timeout
NOTIFIER_MEMORY_MB = 512
NOTIFIER_CONCURRENCY = 5

EMAIL_EVENT_TIMEOUT_SECONDS = FIXED.email_event_timeout
EMAIL_EVENT_MEMORY_MB = 512
EMAIL_EVENT_CONCURRENCY = 2

DELIVERY_TIMEOUT_SECONDS = 60
"""Some posts to slow endpoints, of ten seconds each."""
DELIVERY_MEMORY_MB = 1_769
"""One whole processor (AWS Lambda, "Configure Lambda function memory"), for all of a lane."""
DELIVERY_CONCURRENCY = 20
"""As many lanes of endpoints at a time."""

SWEEPER_TIMEOUT_SECONDS = FIXED.sweeper_timeout
SWEEPER_MEMORY_MB = 512

SWEEP_EVERY_SECONDS = FIXED.sweep_every

RECONCILER_TIMEOUT_SECONDS = FIXED.reconciler_timeout
RECONCILER_MEMORY_MB = 1_024
RECONCILE_LATE_SECONDS = 3_600

EXPIRY_TIMEOUT_SECONDS = FIXED.expiry_timeout
EXPIRY_MEMORY_MB = 512
EXPIRE_EVERY_SECONDS = FIXED.expire_every

SIGN_TIMEOUT_SECONDS = FIXED.sign_ledger_timeout
SIGN_MEMORY_MB = 1_024
SIGN_LATE_SECONDS = 3_600

KEY_DELETION_DAYS = 30
KEY_ROTATION_DAYS = 365
SECRET_RECOVERY_DAYS = 30
SECRET_DAYS = 90
"""How old a secret may grow that only its owner can change (PCI DSS 8.6.3)."""
SECRET_WARNING_DAYS = 76
"""Two weeks before."""
RECOVERY_PERIOD_DAYS = 35
"""The longest point-in-time recovery that DynamoDB offers."""

UPLOAD_DAYS = 7
"""After which the parts of an upload that nobody finished go."""

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
KEY_ID_LETTERS = 36
"""A UUID."""
SECRET_SUFFIX_LETTERS = 6
"""What Secrets Manager puts behind a dash at the end of a secret's ARN."""

CODE_BYTES = 310_000
"""The functions' own code, zipped: more means that something strayed into `runtime/`."""
BYTECODE_BYTES = 660_000
"""Its bytecode, zipped."""
LAYER_BYTES = 48_500_000
"""The functions' layer with its bytecode, unzipped; Lambda's own limit for code and layers together
is 250 MB."""
MAIL_LAYER_BYTES = 3_000_000
"""The notifier's own, unzipped: with the data of all the world's languages it would have 35 MB."""
