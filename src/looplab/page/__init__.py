"""The page: the course in a browser, served by ``looplab serve`` to this machine alone.

The server only hands out what was found out elsewhere: programs run, and are judged, in processes
of their own. It needs no build step, and nothing from the network.
"""
