"""Tools that look for holes, on a demo of their own: `make scan`. Each is a program of `.venv-scan`; nothing of them is imported.

Requests go to 127.0.0.1 only, and each tool has a time after which it stops. What they find and why it may stay is in `argued.toml`: a
finding that is not argued there makes the scan fail, and so does an argument for something that is no longer found.
"""
