"""A network in memory, with real descriptors.

hosts (names, ports, who listens), sockets (what is sent and received), connections (how they come
about), selecting (waiting for many descriptors), serving (servers that poll).
"""
