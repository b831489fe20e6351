"""What a page costs, what the balance costs, how long a start takes: `python -m bench`, `python -m bench.start`."""
