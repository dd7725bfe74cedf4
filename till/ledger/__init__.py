"""`till verify-ledger`: an export of the ledger, checked offline."""
