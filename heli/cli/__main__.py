"""`python -m heli.cli`: the same as `heli`."""

from heli.cli.main import main

main()
