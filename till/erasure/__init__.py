"""Taking a payer out of the ledger."""
