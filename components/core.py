"""What a payment stands on, as one value for the functions that work on it."""

from dataclasses import dataclass

from components.keys import Keys
from components.ledger_table import LedgerTable
from components.lib.outputs import StackDefaults
from components.lib.settings import ProgramSettings
from components.merchant_directory import MerchantDirectory
from components.payment_queue import PaymentQueue
from components.psp_secret import PspSecret


@dataclass(frozen=True)
class PaymentCore:
    """Whoever is given it grants each of its functions what that one needs, and no more."""

    defaults: StackDefaults
    keys: Keys
    ledger: LedgerTable
    queue: PaymentQueue
    psp: PspSecret
    directory: MerchantDirectory

    @property
    def settings(self) -> ProgramSettings:
        """The stack's."""
        return self.defaults.settings
