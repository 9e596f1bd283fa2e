from time import sleep

from tornado import gen


@gen.coroutine
def night(person, length):
    print(person + ": sleeping")
    print("debug: now", person, "sleeps", length)
    sleep(length / 2)
    sleep(length / 2)
    print(person + ": awake!")


@gen.coroutine
def everybody(sleepers):
    print("debug: start")
    for person, length in sleepers.items():
        yield night(person, length)
