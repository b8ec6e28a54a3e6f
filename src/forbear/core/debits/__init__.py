"""Debits under a mandate: whether one is made, how much, on which day; what a bank answers."""
