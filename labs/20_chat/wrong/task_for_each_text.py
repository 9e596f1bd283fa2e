"""A slow reader is sent the next text before the last one is through.

A task for each text makes nobody wait, and nobody is in order: all texts of a reader are on their
way at the same time, and as many as like. Make one task for each reader, and a queue: it takes one
text, awaits `send_async`, and only then takes the next one. And as the queue knows how many wait,
you see who is too slow.
"""

import asyncio


class Room:
    def __init__(self, history, waiting):
        self.history = history
        self.texts = []
        self.tasks = {}

    def join(self, reader):
        self.tasks[reader] = set()
        for text in self.texts[-self.history :]:
            self.tasks[reader].add(asyncio.create_task(reader.send_async(text)))

    def leave(self, reader):
        for task in self.tasks.pop(reader):
            task.cancel()

    def say(self, text):
        self.texts.append(text)
        for reader, tasks in self.tasks.items():
            tasks.add(asyncio.create_task(reader.send_async(text)))
