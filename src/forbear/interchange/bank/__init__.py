"""Bank files read into entries: ISO 20022 camt.053 and camt.054, MT940, CSV.

Nothing is guessed and nothing is dropped in silence: what cannot be taken is told, with its place.
"""
