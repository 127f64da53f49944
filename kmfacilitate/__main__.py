"""`python -m kmfacilitate`."""

from kmfacilitate.cli import main

if __name__ == "__main__":
    main()
