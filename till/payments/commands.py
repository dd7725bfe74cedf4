"""The commands about payments, by name."""

import typer

from till.payments.acting import resend, resolve, review_list
from till.payments.explain import explain, get
from till.payments.exporting import export
from till.payments.list_payments import list_payments
from till.payments.paying import pay
from till.payments.tailing import tail


def add(app: typer.Typer) -> None:
    """Put the commands there."""
    app.command("list", help="Payments of all merchants, by what is known of them.")(list_payments)
    app.command("get", help="One payment, as the ledger holds it.")(get)
    app.command("explain", help="What happened to a payment, and which rule decided it.")(explain)
    app.command("tail", help="Its steps as they happen, until nothing more is to come.")(tail)
    app.command("pay", help="A payment, as a merchant's backend asks for it.")(pay)
    app.command("export", help="The ledger of some days, for `till verify-ledger`.")(export)
    review = typer.Typer(help="What waits for a person.", no_args_is_help=True)
    review.command("list", help="Payments that no machine may decide.")(review_list)
    review.command("resolve", help="Say what became of one, and what shows it.")(resolve)
    app.add_typer(review, name="review")
    notify = typer.Typer(help="Mails to payers.", no_args_is_help=True)
    notify.command("resend", help="Have a payer's mail sent once more.")(resend)
    app.add_typer(notify, name="notify")
