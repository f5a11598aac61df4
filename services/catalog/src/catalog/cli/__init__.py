"""The catalogue's command line: ``catalog parse``, ``import``, the review of drafts, ``seed``."""
