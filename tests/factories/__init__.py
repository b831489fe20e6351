"""Objects for tests, made straight in the tables: what a service would refuse can be made too."""
