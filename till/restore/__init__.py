"""`till restore-drill`, `till repoint`: a ledger of a moment, looked at, taken into use."""
