"""Learn non-blocking I/O by seeing who holds the event loop."""

__version__ = "0.1.0"


def load_ipython_extension(shell: object) -> None:
    """``%load_ext looplab``: brings ``%%timeline``, and has a Trace shown as its picture."""
    from looplab.notebook.magic import load

    load(shell)
