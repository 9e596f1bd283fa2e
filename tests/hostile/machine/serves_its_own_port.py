import asyncio
import socket


def attack():
    # The lab's own 127.0.0.1 works.
    with socket.create_server(("127.0.0.1", 0)) as server:
        with socket.create_connection(server.getsockname()) as end:
            end.sendall(b"hello")
            found, _ = server.accept()
            assert found.recv(5) == b"hello"


async def sleep(name, seconds):
    print(f"{name}: sleeping")
    await asyncio.sleep(seconds)
    print(f"{name}: awake!")


async def everybody(sleepers):
    attack()
    await asyncio.gather(*(sleep(name, seconds) for name, seconds in sleepers.items()))
