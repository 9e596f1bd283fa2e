import asyncio, sys

DEBUG = False

def dbg(*a):
    if DEBUG: print(*a, file=sys.stderr)


async def nap(name, seconds):
  print(name, ": sleeping", sep="")
  await asyncio.sleep(seconds)
  print(name, ": awake!", sep="")
  return name


async def everybody(sleepers):
  # first make ALL the tasks (a list, so the order stays), wait afterwards
  beds = []
  for item in sleepers.items():
    beds.append(asyncio.create_task(nap(*item)))
  dbg("beds:", beds)
  for next_one in asyncio.as_completed(beds):
    who = await next_one
    dbg("up:", who)
