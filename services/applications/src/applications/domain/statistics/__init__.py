"""The statistics: what is counted of a case, and which small numbers are withheld."""
