"""They climb one after the other: the second fixes the rope when the first is down again.

`await climb(rope)` in a loop waits for each one before it begins the next. Start all of them first,
as tasks of a group: `async with asyncio.TaskGroup() as group:`, and inside it, for each rope,
`group.create_task(climb(rope))`.
"""


async def climb(rope):
    rope.fix()
    try:
        return await rope.climb()
    finally:
        await rope.take_down()


async def expedition(ropes):
    metres = {}
    for name, rope in ropes.items():
        metres[name] = await climb(rope)
    return metres
