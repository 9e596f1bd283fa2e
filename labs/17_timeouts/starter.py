"""Deliver a parcel: some trips, each with a limit."""


async def deliver(van, limit, most):
    # TODO: no trip is ever called off, and while one van drives, all others stand still. Give each
    # trip the limit, park the van however it ends, and try again, `most` times in all.
    van.drive()
    van.park()
    return True
