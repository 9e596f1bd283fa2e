import asyncio

class Room:
  def __init__(self, history, waiting):
    self.history = history
    self.waiting = waiting
    self.texts = []
    self.members = {}

  async def postman(self, reader, q):
    while 1:
      text = await q.get()
      await reader.send_async(text)

  async def join(self, reader):
    q = asyncio.Queue(maxsize=self.waiting)
    for t in self.texts[-self.history:]: q.put_nowait(t)
    self.members[reader] = (q, asyncio.create_task(self.postman(reader, q)))

  async def leave(self, reader):
    q, task = self.members.pop(reader)
    task.cancel()

  async def say(self, text):
    self.texts.append(text)
    for reader, (q, task) in self.members.items():
      if q.full():
        # somebody in a train: throw the oldest away, the new one is more interesting
        # (hang up? a bit rude)
        q.get_nowait()
      q.put_nowait(text)
