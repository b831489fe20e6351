"""A backup taken while people write, restored on another machine: nothing is missing of what was accepted before it began."""
