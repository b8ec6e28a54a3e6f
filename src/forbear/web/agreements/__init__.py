"""Agreements at the desk: offers, plans, relief, and four eyes."""
