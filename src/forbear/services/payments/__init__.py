"""Money in: taken from bank files, by hand and by the API; matched, returned, sent back."""
