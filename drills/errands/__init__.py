"""An app of the drills alone: errands for the worker, each of which must end in one agreement or in one letter."""
