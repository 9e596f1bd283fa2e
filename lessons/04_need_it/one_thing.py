"""
One thing after the other, and nothing else to watch: the blocking calls harm nobody.

    0.0  Petra asks Quentin for the key
    0.6  Petra opens the archive with the key
    1.4  Petra reads the file
"""

import time


def ask_for_the_key():
    print("Petra asks Quentin for the key")
    time.sleep(0.6)
    return "the key"


def open_the_archive(key):
    print(f"Petra opens the archive with {key}")
    time.sleep(0.8)
    return "the file"


def main():
    key = ask_for_the_key()
    file = open_the_archive(key)
    print(f"Petra reads {file}")


main()
