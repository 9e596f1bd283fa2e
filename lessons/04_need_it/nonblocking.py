"""
Petra awaits the letter: one loop watches the letter box, the kettle and Quentin's clock.

    0.0  Petra waits for a letter
    0.6  Quentin rings
    0.9  the kettle is taken off
    1.2  Quentin rings
    1.5  Petra reads: greetings from Rosa
"""

import asyncio
import socket
import threading
import time


async def ring_twice():
    for _ in range(2):
        await asyncio.sleep(0.6)
        print("Quentin rings")


async def take_the_kettle_off():
    await asyncio.sleep(0.9)
    print("the kettle is taken off")


async def wait_for_a_letter(letter_box):
    print("Petra waits for a letter")
    loop = asyncio.get_running_loop()
    postman, _ = await loop.sock_accept(letter_box)
    letter = await loop.sock_recv(postman, 100)
    print("Petra reads:", letter.decode())
    postman.close()


def bring_a_letter(address):
    time.sleep(1.5)
    with socket.create_connection(address) as door:
        door.sendall(b"greetings from Rosa")


async def main():
    with socket.create_server(("127.0.0.1", 0)) as letter_box:
        letter_box.setblocking(False)
        # Rosa is not part of this program. A thread plays her, to fit into one script.
        threading.Thread(target=bring_a_letter, args=[letter_box.getsockname()]).start()
        await asyncio.gather(ring_twice(), take_the_kettle_off(), wait_for_a_letter(letter_box))


asyncio.run(main())
