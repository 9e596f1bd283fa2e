"""
The loop does not keep a task for you: nobody keeps Bram's, and it is gone while it waits.

    0.0  Alma: on watch
    0.0  Bram: on watch
    0.5  Tenzin: still on watch: Alma Bram
    0.5  Bram: off watch
    0.5  Tenzin: still on watch: Alma
    1.0  Alma: called home
    1.0  Alma: off watch
"""

import asyncio
import gc


async def watch():
    name = asyncio.current_task().get_name()
    print(f"{name}: on watch")
    try:
        # Nobody else has this Future: only a cancel can end the watch.
        await asyncio.Future()
    except asyncio.CancelledError:
        print(f"{name}: called home")
        raise
    finally:
        print(f"{name}: off watch")


def send(name):
    return asyncio.create_task(watch(), name=name)


def count():
    others = asyncio.all_tasks() - {asyncio.current_task()}
    print("Tenzin: still on watch:", *sorted(task.get_name() for task in others))


async def main():
    team = {send("Alma")}
    send("Bram")
    await asyncio.sleep(0.5)
    count()
    # Python throws away what nobody refers to, at moments of its own choice. Here it is now.
    gc.collect()
    count()
    await asyncio.sleep(0.5)
    for task in team:
        task.cancel()
    await asyncio.wait(team)


asyncio.run(main())
