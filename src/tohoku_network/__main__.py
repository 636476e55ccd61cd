"""Run the command line as ``python -m tohoku_network``."""

from tohoku_network.cli import main

if __name__ == "__main__":
    main()
