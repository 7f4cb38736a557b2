"""``python -m carerota.cli``: the command line without its script."""

from carerota.cli import main

main()
