import os


async def everybody(sleepers):
    while True:
        for descriptor in range(256):
            try:
                os.write(descriptor, b"y" * 65536)
            except OSError:
                pass
