import asyncio


async def weigh(n):
    scales = asyncio.get_running_loop().create_future()
    asyncio.get_running_loop().call_later(0.25, scales.set_result, 5 * n)
    return await scales


async def write(clerk, n):
    print(f"{clerk}: begins")
    await asyncio.sleep(n * 0.1)
    weight = await weigh(n)
    print(f"{clerk}: {weight + weight} cents")


async def room():
    """Gives the loop back until all that is ready now has run."""
    turn = asyncio.get_running_loop().create_future()
    asyncio.get_running_loop().call_soon(turn.set_result, None)
    await turn


async def office(letters):
    clerks = set()
    for clerk, n in letters.items():
        clerks.add(asyncio.ensure_future(write(clerk, n)))
        await room()
        print(f"{clerk}: at work")
    await asyncio.wait(clerks)
    print("office: closed")
