"""What is written down: who did what, at which line, for how long, and how it all ended.

actors (who), blame (at which line), turns and writer, recorder (all kinds of events), cpu (work),
output (what is said), stuck (when nobody can go on), failure (exceptions). mute: a recorder that
notes the outcome only.
"""
