"""The command line: thin as a view. Each command is a module of its own, loaded when used."""

from __future__ import annotations

import difflib
import importlib
import sys

import click

# command -> (module, what it does); loaded lazily: `forbear gate` must not wait for Django
COMMANDS = {
    "demo": ("forbear.cli.demo", "Live through a day on the sample portfolio, and see the desk."),
    "gate": ("forbear.cli.gate", "Say of contacts whether they may be made, and why not."),
    "audit": ("forbear.cli.audit", "Say of texts whether they are true and decent, and why not."),
    "day": ("forbear.cli.day", "Decide every account for one day."),
    "explain": ("forbear.cli.explain", "Ask the gate about one account, and say why not."),
    "replay": ("forbear.cli.replay", "Work out an old answer again, and say where it differs."),
    "balance": ("forbear.cli.balance", "Say what accounts owe on a day, and why."),
    "rolls": ("forbear.cli.rolls", "Compare two days: who was cured, who rolled."),
    "law": ("forbear.cli.law", "Show the rules in force: since when, from which source."),
    "import": ("forbear.cli.importing", "Import accounts, people and contacts from files."),
    "books": ("forbear.cli.books", "Show the books of a day; close a period."),
    "card": ("forbear.cli.card", "Take card accounts over: Forbear works out what they owe."),
    "night": ("forbear.cli.night", "Charge interest and fees, make statements, up to a day."),
    "reconcile": ("forbear.cli.reconcile", "Compare the ledger with the host's statements."),
    "payments": ("forbear.cli.payments", "Take bank files in, and match the money that waits."),
    "promises": ("forbear.cli.promises", "Judge the promises whose day has passed."),
    "offers": (
        "forbear.cli.offers",
        "List what is offered and agreed; keep our word each morning.",
    ),
    "plans": ("forbear.cli.plans", "Show plans, and where each stands."),
    "disputes": ("forbear.cli.disputes", "Open, look into and answer disputes, by their clock."),
    "complaints": ("forbear.cli.complaints", "Log and answer complaints; count them by cause."),
    "authority": ("forbear.cli.authority", "Show and set who may agree to what."),
    "guarantees": (
        "forbear.cli.guarantees",
        "Write signed guarantees down, accept and end them.",
    ),
    "lost": (
        "forbear.cli.lost",
        "Close wrong numbers everywhere; open and show searches for the lost.",
    ),
    "outbox": ("forbear.cli.outbox", "Release, send and count the messages that wait."),
    "sms": ("forbear.cli.sms", "Listen to the SMSC; run one on this machine to try it."),
    "calls": (
        "forbear.cli.calls",
        "Say whose phone rings first; list call-backs; run a provider to try it.",
    ),
    "senders": ("forbear.cli.senders", "Write down, list and end registered senders."),
    "genuine": ("forbear.cli.genuine", "Say whether a message, a number or a letter is ours."),
    "identities": (
        "forbear.cli.identities",
        "Keep the numbers we call from, and the cards of visitors.",
    ),
    "mail": ("forbear.cli.mail", "Show the DNS record of signed e-mail; read what comes back."),
    "letters": (
        "forbear.cli.letters",
        "Sign letters, print them in batches, take what the post says.",
    ),
    "preferences": ("forbear.cli.preferences", "Show and set how a person wants to be reached."),
    "mandates": ("forbear.cli.mandates", "Write down, list, suspend and cancel mandates."),
    "debits": ("forbear.cli.debits", "Plan, announce and file debits; read the bank's answers."),
    "payers": ("forbear.cli.payers", "Another person pays: references, and their money back."),
    "refunds": ("forbear.cli.refunds", "Pay credit balances back, with four eyes."),
    "templates": (
        "forbear.cli.templates",
        "List, try, submit and approve the words of messages.",
    ),
    "transcripts": ("forbear.cli.transcripts", "Take calls and chats in, and read them."),
    "review": ("forbear.cli.review", "Take the verdicts of reviewers out."),
    "tokens": (
        "forbear.cli.tokens",
        "Let other systems use the API; list and revoke their tokens.",
    ),
    "webhooks": (
        "forbear.cli.webhooks",
        "Tell other systems what happens; see what they did not hear.",
    ),
    "users": ("forbear.cli.users", "Say who may sign in to the desk, and in which roles."),
    "shifts": ("forbear.cli.shifts", "Say who works when, and how much of the day fits."),
    "evidence": ("forbear.cli.evidence", "Seal the history, and verify that it is as it was."),
    "serve": ("forbear.cli.serve", "Serve the desk."),
    "db": ("forbear.cli.db", "Start, stop, ask and upgrade the database."),
    "synth": ("forbear.cli.synth", "Write a made-up portfolio of any size."),
    "schema": ("forbear.cli.schema", "Print every table and column that goes in or comes out."),
}


def file_problem(error: OSError) -> str:
    """Say in a sentence what is wrong with a file."""
    if error.filename is None or error.strerror is None:
        return str(error)
    return f"{error.filename}: {error.strerror[:1].lower()}{error.strerror[1:]}."


class LazyGroup(click.Group):
    """A group whose commands are modules with a click command named ``command``."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """List the commands, the first to try first."""
        del ctx
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Load the module of a command."""
        del ctx
        if cmd_name not in COMMANDS:
            return None
        module, _ = COMMANDS[cmd_name]
        command = importlib.import_module(module).command
        assert isinstance(command, click.Command)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command; offer the nearest one for a name that is none."""
        name = args[0]
        if name not in COMMANDS and (near := difflib.get_close_matches(name, COMMANDS, n=1)):
            ctx.fail(f"There is no command {name!r}. Did you mean {near[0]!r}?")
        return super().resolve_command(ctx, args)

    def invoke(self, ctx: click.Context) -> object:
        """Run the command; a file that cannot be used is one sentence, not a stack of calls."""
        try:
            return super().invoke(ctx)
        except OSError as error:
            if isinstance(error, BrokenPipeError):
                raise
            click.echo(f"forbear: {file_problem(error)}", err=True)
            sys.exit(2)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands without loading any."""
        del ctx
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_, text) in COMMANDS.items()])


@click.group(
    cls=LazyGroup,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="forbear COMMAND --help says more. `forbear demo` is the place to begin.",
)
@click.version_option(package_name=None, version="0.1.0", prog_name="forbear")
def main() -> None:
    """Forbear: collections that keep to the law, by construction."""
