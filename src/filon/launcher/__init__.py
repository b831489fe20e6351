"""Starts and stops Filon on one machine: environment, own PostgreSQL, supervisor. Knows neither Django nor the business."""
