import concurrent.futures

from tornado import gen
from tornado.ioloop import IOLoop


@gen.coroutine
def work(shaft, tell):
    office = IOLoop.current()
    with concurrent.futures.ThreadPoolExecutor(max_workers=2) as workers:
        job = workers.submit(shaft.dig, lambda n: office.add_callback(tell, n))
        print("waiting for the job")
        answer = job.result()
    return answer
