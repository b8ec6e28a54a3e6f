"""The command line: thin as a view. Each command is a module of its own, loaded when used."""

from __future__ import annotations

import importlib

import click

# command -> (module, attribute); loaded lazily, because `forbear gate` must not wait for Django
COMMANDS = {
    "schema": "forbear.cli.schema",
    "gate": "forbear.cli.gate",
    "day": "forbear.cli.day",
    "synth": "forbear.cli.synth",
    "import": "forbear.cli.importing",
    "db": "forbear.cli.db",
    "outbox": "forbear.cli.outbox",
    "demo": "forbear.cli.demo",
    "serve": "forbear.cli.serve",
    "law": "forbear.cli.law",
    "explain": "forbear.cli.explain",
}


class LazyGroup(click.Group):
    """A group whose commands are modules with a click command named ``command``."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """List the commands in the order of a day."""
        del ctx
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Load the module of a command."""
        del ctx
        if cmd_name not in COMMANDS:
            return None
        command = importlib.import_module(COMMANDS[cmd_name]).command
        assert isinstance(command, click.Command)
        return command


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name=None, version="0.1.0", prog_name="forbear")
def main() -> None:
    """Forbear: collections that keep to the law, by construction."""
