"""Files and their like: what they cost, and who waits at them.

charges (the cost model), pipes, descriptors (``os.read`` and its like), opening (``open``),
databases (sqlite3), keyboard and console (the person there).
"""
