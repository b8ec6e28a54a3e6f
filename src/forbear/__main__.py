from forbear.cli import main

main(prog_name="forbear")
