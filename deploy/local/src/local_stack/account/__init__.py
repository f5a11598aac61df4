"""The account of a running system: what was promised against what became of it, thing by thing.

`facts` is what was read, `reading` reads it, `passports`, `cases`, `messages`, `inboxes`, `questions`, `evidence` and `standing` compare
(pure functions), `report` tells.
"""
