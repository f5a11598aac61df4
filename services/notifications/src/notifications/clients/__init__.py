"""HTTP out, behind small interfaces."""
