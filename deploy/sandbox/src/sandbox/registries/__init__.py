"""Sixteen invented registries over invented people."""
