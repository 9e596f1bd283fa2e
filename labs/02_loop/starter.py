"""A kitchen: the chef orders dishes, and may cancel them; the loop is to call the cooks."""


def order(cook, seconds):
    # TODO: nobody waits here. Let the loop call the cook: to answer as soon as it is free, and
    # again when the dish is ready. Then let cancel stop that, and closing_time wait for the last.
    print(f"{cook}: yes, chef!")
    print(f"{cook}: ready!")


def cancel(cook):
    print(f"{cook}: cancelled")


async def closing_time():
    pass
