"""Readers that learned from examples, and the weighing of all that was found.

``learned`` knows words, ``meaning`` knows what sentences mean; ``weighing`` and its ``trees`` say
what rules, figures, facts and readers together make of a text.
"""
