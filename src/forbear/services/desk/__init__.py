"""The desk: who works on which case, what is said in a call, and what is written down."""
