def go(job, *values):
    print("go was called")

    async def later():
        print("now really")
        outcome = job(*values)
        return outcome

    return later()
