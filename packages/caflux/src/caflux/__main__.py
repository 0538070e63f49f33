"""Run the command: `python -m caflux`."""

from caflux.cli import main

if __name__ == "__main__":
    main()
