"""The command line: arguments in, data on stdout, talk on stderr, an exit status.

0 built, 1 failed or strict with problems, 2 wrong usage, 3 partly: some source failed to fetch.
Only what a command needs is imported, and only when it runs.
"""

from __future__ import annotations

import io
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from generator import __version__
from generator.console import FOLDER, content_option, say
from generator.errors import GeneratorError
from generator.text.numbers import counted

if TYPE_CHECKING:
    from generator.build.fingerprint import Fingerprint


class _Commands(click.Group):
    """The commands below; those of cli_network.py, which costs 4 ms, where they are wanted."""

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self.commands:
            self._load()
        return super().get_command(ctx, cmd_name)

    def list_commands(self, ctx: click.Context) -> list[str]:
        self._load()
        return super().list_commands(ctx)

    def _load(self) -> None:
        from generator.cli_network import COMMANDS

        for command in COMMANDS:
            self.add_command(command)


@click.group(
    cls=_Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__, prog_name="octavo")
def cli() -> None:
    """Octavo makes a reading list from what is known about a thread of articles.

    \b
    octavo init talks https://…         begin a list of your own
    octavo add https://…                put one more article on it
    octavo fetch                        ask the sources' addresses what is new
    octavo build                        content/ → _site/
    octavo status                       how the sources are
    octavo changes                      what the newest captures changed
    octavo why "Toy Models of …"        how a title, date and author are known
    octavo check                        whether every link of _site/ resolves
    octavo serve                        look at _site/ on this machine
    """


@cli.command("build")
@content_option
@click.option(
    "--output", type=FOLDER, default=Path("_site"), show_default=True, help="Folder to publish in."
)
@click.option("--base-url", metavar="URL", help="Where the site will live; replaces base_url.")
@click.option("--strict", is_flag=True, help="Fail, and publish nothing, if there is any problem.")
@click.option("--force", is_flag=True, help="Publish in a folder that octavo did not make.")
@click.option("--no-cache", is_flag=True, help="Work out everything anew; the result is the same.")
@click.option("-q", "--quiet", is_flag=True, help="Say nothing unless the build fails.")
@click.option("-v", "--verbose", is_flag=True, help="Name every problem.")
@click.pass_obj
def _build(
    fingerprint: Fingerprint | None,
    content: Path,
    output: Path,
    base_url: str | None,
    strict: bool,
    force: bool,
    no_cache: bool,
    quiet: bool,
    verbose: bool,
) -> None:
    """Build the site.

    What an earlier build worked out is kept in .cache/ beside the output folder, and is used as
    long as nothing that it depends on has changed. That folder may be removed at any time.

    \b
    octavo build
    octavo build --content talks --output public --base-url https://example.org/talks/
    """
    if quiet and verbose:
        raise click.UsageError("--quiet and --verbose exclude each other")
    from generator.commands.build import run_build

    run_build(
        content,
        output,
        base_url=base_url,
        strict=strict,
        force=force,
        no_cache=no_cache,
        quiet=quiet,
        verbose=verbose,
        fingerprint=fingerprint,
    )


@cli.command("why")
@click.argument("article")
@content_option
def _why(article: str, content: Path) -> None:
    """Tell how everything about ARTICLE is known.

    ARTICLE is a URL, a title or a part of one, an id, or a permalink or its last part. Where
    several articles fit, they are listed.

    \b
    octavo why 2025-attention-qk
    octavo why "interference weights"
    octavo why "A Toy Model of Interference Weights"
    """
    from generator.build.pipeline import read_library
    from generator.commands.why import why

    click.echo(why(read_library(content), article))


@cli.command("check", short_help="Check that every link inside of the site resolves.")
@click.argument("site", type=FOLDER, default=Path("_site"))
@content_option
@click.option("--base-path", metavar="PATH", help="Check the links as under this path, /list/ say.")
@click.option("--links", is_flag=True, help="Ask for the links to other sites, too.")
@click.option("--allow-loopback", is_flag=True, help="Ask this machine too, for trying things out.")
def _check(
    site: Path, content: Path, base_path: str | None, links: bool, allow_loopback: bool
) -> None:
    """Check that every internal link and fragment of SITE (_site) resolves.

    With --links, links to other sites are asked for as well, with the manners and bounds of
    `octavo fetch`; what came of it is kept in captures/links.json, and a link that answered is
    not asked for again for three days. Exit status 3: some of them are broken.

    \b
    octavo check
    octavo check --links
    """
    from generator.commands.check import check

    problems = check(site, base_path)
    for problem in problems:
        click.echo(f"{problem.where}: {problem.message}")
    if problems:
        raise GeneratorError(f"{counted(len(problems), 'broken link')} in {site}")
    say(f"checked    every link of {site} resolves")
    if links:
        from generator.cli_network import check_outside_links

        check_outside_links(site, content, allow_loopback=allow_loopback)


@cli.command("serve", short_help="Build the site, and show it on this machine.")
@click.argument("site", type=FOLDER, default=Path("_site"))
@content_option
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True)
@click.option("--base-path", metavar="PATH", default="/", help="Serve under this path, /list/ say.")
def _serve(site: Path, content: Path, port: int, base_path: str) -> None:
    """Build SITE (_site), and show it to this machine's browsers while you work on it.

    It is built again whenever content, templates or static files change, and the pages that are
    open load themselves again. Without a site.toml, SITE is shown as it is.

    \b
    octavo serve
    octavo serve --base-path /list/ --port 9000
    """
    from generator.commands.live_reload import Live
    from generator.commands.serve import serve

    is_list = (content / "site.toml").is_file()
    live = Live(content, site, say) if is_list else None
    serve(site, port=port, base_path=base_path, live=live)


@cli.command("completion", short_help="Print what makes a shell complete all this.")
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def _completion(shell: str) -> None:
    """Print what makes SHELL complete octavo's commands, options and sources.

    \b
    octavo completion bash > ~/.local/share/bash-completion/completions/octavo
    octavo completion zsh > "${fpath[1]}/_octavo"
    octavo completion fish > ~/.config/fish/completions/octavo.fish
    """
    from click.shell_completion import get_completion_class

    completion = get_completion_class(shell)
    if completion is None:
        raise click.UsageError(f"no completion is known for {shell}")
    click.echo(completion(cli, {}, "octavo", "_OCTAVO_COMPLETE").source())


def main(fingerprint: Fingerprint | None = None) -> None:
    """Runs the command line and exits; what the owner can cause ends in a message.

    `fingerprint` is what is recorded of the last build with these arguments, if this is one.
    """
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")  # a dash must not break a terminal of Latin-1
    try:
        cli.main(prog_name="octavo", standalone_mode=True, obj=fingerprint)
    except (GeneratorError, OSError, UnicodeEncodeError) as error:
        fail(error)


def fail(error: GeneratorError | OSError | UnicodeEncodeError | KeyboardInterrupt) -> NoReturn:
    """Exits, with a message where somebody may read it."""
    said = f"octavo: {error}"
    if isinstance(error, BrokenPipeError):
        sys.exit(1)
    if isinstance(error, KeyboardInterrupt):
        said = "\nAborted!"  # as Click says it
    elif isinstance(error, OSError) and error.filename:
        # What is read and written tells more; this is a folder that may not be listed, say.
        said = f"octavo: {error.filename}: {error.strerror}"
    elif isinstance(error, UnicodeEncodeError):
        # Text that was received has been mended by now; a name on the disk can be any bytes.
        said = f"octavo: {ascii(error.object)[1:-1]}: its name is not UTF-8; rename it"
    click.echo(said, err=True)
    sys.exit(1)
