"""What is typed about exchanges; the rules are the services'."""
