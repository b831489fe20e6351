"""What is typed about gifts; the rules are the services'."""
