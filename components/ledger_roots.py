"""Signs where the ledger's chains stand, every night."""

from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components.core import PaymentCore
from components.lib import limits
from components.lib.bucket_names import roots_buckets
from components.lib.context import StackContext
from components.lib.iam import account_decides, allow, document, via
from components.parts.function import PackagedFunction, PackagedFunctionArgs
from components.parts.kms_key import kms_key
from components.parts.roots_bucket import roots_bucket
from components.parts.scheduled_function import Schedule, scheduled_function
from components.signing_key import SigningKey
from runtime.contract.metrics import Said

_AFTER_THE_RECONCILER = Schedule(
    name="sign",
    description="Sign where every chain of the day that ended stands",
    expression="cron(45 3 * * ? *)",
    late_seconds=limits.SIGN_LATE_SECONDS,
    retries=1,
    silence="ledger-roots-silent",
    silence_says=Said("The ledger has not been signed for 26 hours.", "ledger-roots"),
    # CloudWatch takes periods of an hour for up to a week.
    silent_period_seconds=3_600,
    silent_periods=26,
)
_FOLDERS = ("roots", "leaves", "keys")


@dataclass(frozen=True)
class LedgerRootsArgs:
    """Which ledger, and what signs it."""

    core: PaymentCore
    signing_key: SigningKey


class LedgerRoots(pulumi.ComponentResource):
    """A chain that was rewritten, a payment that was removed and a day that is gone are noticed.

    Creates: the function `sign_ledger`, a nightly rule and its permission, an alarm on silence; a
    bucket that locks what is written into it, with a key, and one that says who read there.
    Guarantees: one run at a time, by a role that changes no payment and reads no entry, deletes
    nothing, and writes below three prefixes of the bucket; whoever else would write there is
    refused by the bucket itself.
    """

    sign_ledger: PackagedFunction
    bucket: pulumi.Output[str]
    bucket_arn: str

    def __init__(
        self, name: str, args: LedgerRootsArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("tillstack:index:LedgerRoots", name, None, opts)
        defaults, context = args.core.defaults, args.core.defaults.context
        how = {
            "enable_key_rotation": True,
            "rotation_period_in_days": limits.KEY_ROTATION_DAYS,
            "policy": document(account_decides(context)),
        }
        holds = "what is kept of the ledger's roots"
        self._key_arn = kms_key(self, f"{name}-key", context, "roots", holds, how).arn
        # The bucket is there before the role that may write into it.
        writer_arn = context.arn("iam", f"role/{context.name('sign-ledger')}")
        kept = roots_bucket(self, name, context, self._key_arn, writer_arn)
        self.bucket = kept.name
        self.bucket_arn = context.bucket_arn(context.name(roots_buckets(context.account)[0]))
        self.sign_ledger = scheduled_function(
            self,
            name,
            PackagedFunctionArgs(
                defaults=defaults,
                handler="sign_ledger",
                environment={
                    "PAYMENTS_TABLE": args.core.ledger.tables.payments,
                    **args.core.directory.environment,
                    **args.signing_key.environment,
                    "ROOTS_BUCKET": kept.name,
                },
                memory_mb=limits.SIGN_MEMORY_MB,
                timeout_seconds=limits.SIGN_TIMEOUT_SECONDS,
                concurrency=1,
            ),
            _AFTER_THE_RECONCILER,
        )
        args.core.ledger.grant_sign_ledger(self.sign_ledger)
        args.core.directory.grant_list(self.sign_ledger)
        args.signing_key.grant_sign(self.sign_ledger)
        self._grant_keep(context)
        self.register_outputs(
            {
                "sign_ledger": self.sign_ledger,
                "bucket": self.bucket,
                "bucket_arn": self.bucket_arn,
            }
        )

    @property
    def functions(self) -> list[PackagedFunction]:
        """All that it makes."""
        return [self.sign_ledger]

    @property
    def exports(self) -> dict[str, pulumi.Output[str]]:
        """Where the roots are, as the stack exports it."""
        return {"roots_bucket": self.bucket}

    def _grant_keep(self, context: StackContext) -> aws.iam.RolePolicy:
        """The function may write what is not there, and list and read roots."""
        arn, through = self.bucket_arn, via(context, "s3")
        return self.sign_ledger.grant(
            "keep-roots",
            self._key_arn.apply(
                lambda key: document(
                    allow(["s3:PutObject"], [f"{arn}/{each}/*" for each in _FOLDERS]),
                    allow(["s3:GetObject"], [f"{arn}/roots/*"]),
                    allow(["s3:ListBucket"], [arn], {"StringEquals": {"s3:prefix": "roots/"}}),
                    allow(["kms:Decrypt", "kms:GenerateDataKey"], [key], through),
                )
            ),
        )
