from time import sleep


async def everybody(sleepers):
    print("\n".join(f"{person}: sleeping" for person in sleepers))
    schedule = [(length, person) for person, length in sleepers.items()]
    schedule.sort()
    previous = 0
    for length, person in schedule:
        sleep(length - previous)
        print("tick")
        print(f"{person}: awake!")
        previous = length
