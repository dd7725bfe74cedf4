"""What every rule stands on: reading, judging, documents, exemptions. No rule is here."""
