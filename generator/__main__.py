"""`python -m generator` is `octavo`."""

from generator.cli import main

main()
