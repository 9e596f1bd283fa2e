"""Learn non-blocking I/O by seeing who holds the event loop."""

__version__ = "0.1.0"
