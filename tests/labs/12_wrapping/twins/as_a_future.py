from tornado import gen


@gen.coroutine
def go(job, *values):
    print("debug: before the job")
    outcome = job(*values)
    print("debug: after the job")
    raise gen.Return(outcome)
