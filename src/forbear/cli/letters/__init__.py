"""``forbear letters``: the key that signs them, and their way to the post and back."""

from __future__ import annotations

import click

from forbear.cli.letters.authority import ca
from forbear.cli.letters.post import batch, posted, ranges, returned


@click.group()
def command() -> None:
    """Sign letters, print them in batches, and take what the post says of them."""


for each in (ca, batch, ranges, posted, returned):
    command.add_command(each)
