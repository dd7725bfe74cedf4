"""The safeguards of the ledger's word and against a lying record, each taken away."""

from typing import Final

from simulator.mutant import Mutant

PROCESS, REDUCER = "runtime/use_cases/process_payment.py", "runtime/use_cases/apply_psp_record.py"
CHECK, TERMS = "runtime/use_cases/check_terms.py", "runtime/domain/terms.py"
VERDICT, NOTIFY = "runtime/domain/psp_verdict.py", "runtime/use_cases/notify_customer.py"
RESOLVE = "runtime/use_cases/resolve_review.py"
RECONCILE = "runtime/use_cases/reconcile_payments.py"
RECHECK = "runtime/use_cases/recheck_failed_payment.py"

OURS: Final = "    return named and psp_record.payment_id == payment.payment_id\n"
RINGS: Final = "    ports.metrics.count(Metric.REQUIRES_REVIEW)\n    write(change, ports)\n"
RINGS_LATE: Final = """    if write(change, ports):
        ports.metrics.count(Metric.REQUIRES_REVIEW)
"""
PARKS: Final = """    if verdict(payment, answer) is Verdict.REVIEW:
        _mismatch(base, answer, ports)
        return
"""

_COMPARED: Final = {
    "merchant": '    "merchant": lambda row: row.merchant,\n',
    "amount": '    "amount": lambda row: row.amount,\n',
    "currency": '    "currency": lambda row: row.currency,\n',
    "mode": '    "livemode": lambda row: row.livemode,\n',
    "body's hash": '    "body_hash": lambda row: row.body_hash,\n',
    "payment method": '    "payment_method_digest": _method_digest,\n',
    "object at the PSP": (
        '    pairs.append(("provider_ref", provider and provider.ref, _told(entries, "ref")))\n'
    ),
    "charge at the PSP": (
        '    pairs.append(("provider_charge", provider and provider.charge, '
        '_told(entries, "charge")))\n'
    ),
}

WORD_MUTANTS: Final = (
    Mutant(
        "a changed row is not charged",
        PROCESS,
        (("    if not terms_hold(payment, ports):\n        return\n", ""),),
    ),
    Mutant(
        "a changed row is not charged again",
        PROCESS,
        (("    elif not terms_hold(payment, ports):\n        return\n", ""),),
    ),
    Mutant(
        "a changed row is not booked",
        PROCESS,
        (("    if terms_hold(payment, ports):\n", "    if payment:\n"),),
    ),
    *(Mutant(f"the {what} is compared", TERMS, ((line, ""),)) for what, line in _COMPARED.items()),
    Mutant(
        "an object that no entry names is taken off the row",
        TERMS,
        (
            (
                "    if payment.provider is not None:\n        named",
                '    if payment.provider is not None and _told(entries, "ref"):\n        named',
            ),
        ),
    ),
    Mutant(
        "a changed row rings",
        CHECK,
        (("        Metric.REQUIRES_REVIEW,\n", "        Metric.REVIEW_RESOLVED,\n"),),
    ),
    Mutant(
        "a parked row gets its terms back",
        CHECK,
        (("        **restored(payment, entries),\n", ""),),
    ),
    Mutant(
        "the audit compares the terms",
        "runtime/domain/audit.py",
        (("for term in changed_terms(payment, entries)),", "for term in []),"),),
    ),
    Mutant(
        "no mail is written by a changed row",
        NOTIFY,
        (("changed_in_mail(payment, entries)\n", "changed_in_mail(payment, entries)[:0]\n"),),
    ),
    Mutant(
        "the row of a withheld mail gets its terms back",
        NOTIFY,
        (("_undeliverable(mail_restored(payment, entries), ", "_undeliverable(payment, "),),
    ),
    Mutant(
        "a person resolves what was accepted",
        RESOLVE,
        (("    payment = as_its_entries_say(payment, ports)\n", ""),),
    ),
    Mutant(
        "the night names what a hand changed",
        RECONCILE,
        (("[_counted(finding, ports)] if changed else []\n", "[]\n"),),
    ),
    Mutant(
        "the night believes the entries",
        RECONCILE,
        (
            (
                "    return payment, [_counted(finding, ports)] if",
                "    return row, [_counted(finding, ports)] if",
            ),
        ),
    ),
    Mutant(
        "of a failed payment, the entries name the object",
        RECHECK,
        (("    payment, _ = as_accepted(", "    _ = as_accepted("),),
    ),
    Mutant(
        "a record that contradicts itself parks at once",
        REDUCER,
        ((PARKS, ""),),
    ),
    Mutant(
        "no attempt follows a contradiction",
        PROCESS,
        ((" and verdict(payment, answer) is Verdict.OPEN:", ":"),),
    ),
    Mutant(
        "a rejected charge is not closed by a contradiction",
        PROCESS,
        ((" and verdict(payment, psp_record) is Verdict.CLOSED\n", "\n"),),
    ),
    Mutant(
        "a cancel that contradicts itself fails nothing",
        REDUCER,
        (("        case Verdict.CLOSED:\n", "        case Verdict.CLOSED | Verdict.REVIEW:\n"),),
    ),
    Mutant(
        "another payment's object says nothing",
        VERDICT,
        ((OURS, "    return named\n"),),
    ),
    Mutant(
        "an object that was not asked for says nothing",
        VERDICT,
        ((OURS, "    return psp_record.payment_id == payment.payment_id\n"),),
    ),
    Mutant("a contradiction rings", REDUCER, ((RINGS, "    write(change, ports)\n"),)),
    Mutant(
        "a contradiction rings before it is written",
        REDUCER,
        ((RINGS, RINGS_LATE),),
    ),
)
