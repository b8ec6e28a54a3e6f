"""The auditor, which reads a text and says whether it is true and decent."""
