"""`python -m sanctionwire.cli`: the command where it is not installed as one."""

from sanctionwire.cli.command import main

main(prog_name="sanctionwire")
