"""What a program sees of time, and of chance.

times (the module ``time``), dates, alarms (timers of the process), hashing (what work costs),
chance (what would differ from run to run).
"""
