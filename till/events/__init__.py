"""What merchants were told, and telling them again."""
