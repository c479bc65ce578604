"""The command line: parse, call, report; the one place that turns an error into a line."""

from __future__ import annotations

import sys
from importlib import import_module

import click

from podcast.errors import UserError

COMMANDS: dict[str, dict[str, tuple[str, str]]] = {
    "Every day": {
        "make": ("podcast.cli.make:make", "An article becomes an episode: the main job."),
        "split": ("podcast.cli.split:split", "An article becomes a script to look over."),
        "build": ("podcast.cli.build:build", "Speak what changed, refresh the feed."),
        "why": ("podcast.cli.why:why", "Say what a build would do, and for which reason."),
        "check": ("podcast.cli.check:check", "Find what a careful producer would notice."),
        "watch": ("podcast.cli.watch:watch", "Build at every save, and play from the edit."),
        "publish": ("podcast.cli.publish:publish", "Send what listeners get to its place."),
        "serve": ("podcast.cli.serve:serve", "Offer the show over HTTP, here or in your network."),
    },
    "Voices": {
        "say": ("podcast.cli.say:say", "Hear one sentence now."),
        "voices": ("podcast.cli.voices:voices", "List the voices there are, or measure them."),
    },
    "Upkeep": {
        "read": ("podcast.cli.read:read", "Print lines as they would be spoken."),
        "init": ("podcast.cli.init:init", "Make a new show in a folder."),
        "history": ("podcast.cli.history:history", "List a script's versions, or restore one."),
        "prune": ("podcast.cli.prune:prune", "Drop recordings no episode needs any more."),
    },
}
"""Heading → command → where it is and what it does; nothing is imported before it is used."""

_ALL = {name: entry for group in COMMANDS.values() for name, entry in group.items()}


class LateGroup(click.Group):
    """A group whose commands are imported when they are called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Every command in the order of the headings."""
        return list(_ALL)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import one command."""
        if cmd_name not in _ALL:
            return None
        module, _, attribute = _ALL[cmd_name][0].partition(":")
        command: click.Command = getattr(import_module(module), attribute)
        return command

    def resolve_command(self, ctx: click.Context, args: list[str],
                        ) -> tuple[str | None, click.Command | None, list[str]]:
        """Name the commands there are when somebody mistypes one."""
        if args and args[0] not in _ALL and not args[0].startswith("-"):
            raise click.UsageError(f"unknown command '{args[0]}'. Known: {', '.join(_ALL)}.", ctx)
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands under their headings without importing one."""
        for heading, commands in COMMANDS.items():
            with formatter.section(heading):
                formatter.write_dl([(name, text) for name, (_, text) in commands.items()])


@click.group(cls=LateGroup, epilog="Example: podcast make interview.txt",
             context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="hoerfassung", prog_name="podcast")
def cli() -> None:
    """Turn a written interview into an audio edition with a podcast feed."""


def main() -> None:
    """Run a command; exit codes: 0 done, 1 act, 2 usage, 3 partly failed.

    Raises KeyboardInterrupt when interrupted.
    """
    if any(not one.isascii() and _broken(one) for one in sys.argv):
        _fail("an argument is not valid UTF-8. Type it again, or name a file.", 2)
    try:
        code = cli.main(standalone_mode=False)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except click.Abort as error:
        raise KeyboardInterrupt from error
    except UserError as error:
        _fail(str(error), error.exit_code)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(1)
    except OSError as error:
        place = f"{error.filename}: " if error.filename else ""
        _fail(f"{place}{error.strerror or error}. Nothing was lost; mend that and run it again.", 1)
    sys.exit(code if isinstance(code, int) else 0)


def _broken(argument: str) -> bool:
    """Whether an argument holds bytes that are no text."""
    return any("\ud800" <= one <= "\udfff" for one in argument)


def _fail(text: str, code: int) -> None:
    click.echo(f"podcast: {' '.join(text.split())}", err=True)
    sys.exit(code)
