"""
The same with async: more words, and not a moment is won, since each step needs the one before.

    0.0  Petra asks Quentin for the key
    0.6  Petra opens the archive with the key
    1.4  Petra reads the file
"""

import asyncio


async def ask_for_the_key():
    print("Petra asks Quentin for the key")
    await asyncio.sleep(0.6)
    return "the key"


async def open_the_archive(key):
    print(f"Petra opens the archive with {key}")
    await asyncio.sleep(0.8)
    return "the file"


async def main():
    key = await ask_for_the_key()
    file = await open_the_archive(key)
    print(f"Petra reads {file}")


asyncio.run(main())
