"""What is broken on purpose, and what must be left: `make drills`, or one alone with `python -m drills.<name>`.

Each drill works on a Filon of its own, in a temporary folder, with its own PostgreSQL, on 127.0.0.1; nothing of it remains. Each prints one
number, which says how much went wrong or how long it took, and exits with 1 when that is too much.
"""
