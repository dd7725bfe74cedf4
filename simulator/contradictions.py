"""Payment methods with which the PSP contradicts itself, or answers with another's object."""

from typing import Final

from runtime.domain.psp import PspState

LIES: Final = {
    "pm_canceled_with_money": PspState.CANCELED,
    "pm_declined_with_money": PspState.DECLINED,
    "pm_open_with_money": PspState.NOT_CHARGED,
    "pm_rejected_with_money": PspState.CANCELED,
    "pm_money_at_cancel": PspState.CANCELED,
    "pm_paid_without_money": PspState.PAID,
    "pm_other_at_read": PspState.NOT_CHARGED,
    "pm_other_id_at_read": PspState.NOT_CHARGED,
}
"""Payment method → what every record says once it was charged, whatever is so."""
OTHER_AT_CREATE: Final = "pm_other_at_create"
OTHER_AT_CONFIRM: Final = "pm_other_at_confirm"
CONTRADICTIONS: Final = (*LIES, OTHER_AT_CREATE, OTHER_AT_CONFIRM)
"""What a PSP does that contradicts itself, or answers with another payment's object. Apart from
`CARDS`, so that a seed without them draws what it drew before."""
ANOTHER: Final = "pay_another"
NOT_ASKED_FOR: Final = "pi_not_asked_for"
UNSAID: Final = frozenset({*list(LIES)[:3], OTHER_AT_CONFIRM})
"""Those whose confirm decides nothing; the other lies start with the first read."""
