"""How the help of a command is set, in the terminal and in a notebook."""

from __future__ import annotations

import argparse


class KeepsExamples(argparse.RawDescriptionHelpFormatter):
    """Wraps the description, and leaves the examples as they stand."""

    def _fill_text(self, text: str, width: int, indent: str) -> str:
        if text.startswith("examples:"):
            return super()._fill_text(text, width, indent)
        return argparse.HelpFormatter._fill_text(self, text, width, indent)
