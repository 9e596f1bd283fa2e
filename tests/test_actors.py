"""Who: names that a learner recognises, one for each thread of control."""

from __future__ import annotations

from collections.abc import Callable

from looplab.trace import Trace

Traced = Callable[..., Trace]


def by_line(trace: Trace) -> dict[str, str | None]:
    assert trace.status == "finished", trace.end.error
    return {e.text or "": e.who for e in trace.prints()}


def test_a_task_has_its_own_name_or_its_coroutines(traced: Traced) -> None:
    """The name that the program set, else the coroutine's; equal ones are counted."""
    trace = traced("""
        import asyncio
        async def cook(dish):
            print(dish)
        async def main():
            await asyncio.gather(cook("soup"), cook("pie"))
            await asyncio.create_task(cook("tea"), name="Ann")
            print("end")
        asyncio.run(main())
    """)
    assert by_line(trace) == {"soup": "cook", "pie": "cook #2", "tea": "Ann", "end": "main"}


def test_a_chain_of_callbacks_is_one_actor(traced: Traced) -> None:
    """Whoever schedules the rest of its own work goes on under its first name."""
    trace = traced("""
        import asyncio
        from tornado.ioloop import IOLoop
        def sleeper(name):
            print(name, "sleeping")
            IOLoop.current().call_later(1, awake, name)
        def awake(name):
            print(name, "awake")
            IOLoop.current().add_callback(leaves, name)
        def leaves(name):
            print(name, "leaves")
        async def main():
            IOLoop.current().add_callback(sleeper, "a")
            IOLoop.current().add_callback(sleeper, "b")
            await asyncio.sleep(2)
        asyncio.run(main())
    """)
    assert by_line(trace) == {
        "a sleeping": "sleeper",
        "b sleeping": "sleeper #2",
        "a awake": "sleeper",
        "b awake": "sleeper #2",
        "a leaves": "sleeper",
        "b leaves": "sleeper #2",
    }


def test_a_callback_that_schedules_several_is_a_fork(traced: Traced) -> None:
    """Then each of them is an actor of its own."""
    trace = traced("""
        import asyncio
        from tornado.ioloop import IOLoop
        def start():
            print("start")
            IOLoop.current().call_later(1, left)
            IOLoop.current().call_later(2, right)
        def left(): print("left")
        def right(): print("right")
        async def main():
            IOLoop.current().add_callback(start)
            await asyncio.sleep(3)
        asyncio.run(main())
    """)
    assert by_line(trace) == {"start": "start", "left": "left", "right": "right"}


def test_the_steps_of_gen_coroutine_are_one_actor(traced: Traced) -> None:
    """Also its first part, which runs inside the turn of whoever calls it."""
    trace = traced("""
        from tornado import gen
        from tornado.ioloop import IOLoop
        @gen.coroutine
        def cook(dish, seconds):
            print(dish, "on")
            yield gen.sleep(seconds)
            print(dish, "off")
        @gen.coroutine
        def main():
            print("begin")
            yield gen.multi([cook("soup", 2), cook("pie", 1)])
            print("end")
        IOLoop(make_current=False).run_sync(main)
    """)
    assert by_line(trace) == {
        "begin": "main",
        "soup on": "cook",
        "pie on": "cook #2",
        "pie off": "cook #2",
        "soup off": "cook",
        "end": "main",
    }
    waits = {(e.who, e.t, e.until, e.line) for e in trace.kind("wait")}
    assert waits == {("cook", 0.0, 2.0, 7), ("cook #2", 0.0, 1.0, 7), ("main", 0.0, 2.0, 12)}


def test_the_ticks_of_a_periodic_callback_are_one_actor(traced: Traced) -> None:
    """Named by the function, not by the task that Tornado makes for each tick."""
    trace = traced("""
        import asyncio
        from tornado.ioloop import PeriodicCallback
        async def tick():
            print("tick")
        async def main():
            PeriodicCallback(tick, 500).start()
            await asyncio.sleep(1.2)
        asyncio.run(main())
    """)
    assert [(e.t, e.who) for e in trace.prints()] == [(0.5, "tick"), (1.0, "tick")]
    assert [(e.t, e.until) for e in trace.kind("wait") if e.who == "tick"] == [
        (0.0, 0.5),
        (0.5, 1.0),
    ]


def test_names_begin_anew_in_each_run(traced: Traced) -> None:
    """A second run in the same process counts its tasks from one again."""
    program = """
        import asyncio
        async def main():
            print(asyncio.current_task().get_name())
        asyncio.run(main())
    """
    assert by_line(traced(program)) == by_line(traced(program)) == {"Task-1": "main"}


def test_partials_methods_and_lambdas_have_the_name_of_what_they_call(traced: Traced) -> None:
    """functools.partial and bound methods are unwrapped."""
    trace = traced("""
        import asyncio, functools
        from tornado.ioloop import IOLoop
        class Cook:
            def stir(self): print("stir")
        def taste(how): print(how)
        async def main():
            io = IOLoop.current()
            io.add_callback(Cook().stir)
            io.add_callback(functools.partial(taste, "taste"))
            io.add_callback(lambda: print("lambda"))
            await asyncio.sleep(0.1)
        asyncio.run(main())
    """)
    assert by_line(trace) == {"stir": "stir", "taste": "taste", "lambda": "<lambda>"}


def test_the_program_outside_any_loop_is_nobody(traced: Traced) -> None:
    """A line that is printed before the loop runs has no who."""
    assert by_line(traced("print('hello')")) == {"hello": None}
