from forbear.cli import main

main()
