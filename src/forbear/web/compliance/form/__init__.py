"""The form of a case: its inputs, and the way from what is typed to the JSON of a case and back."""
