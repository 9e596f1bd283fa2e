"""Who may run: one thread of the program at a time, and in it one turn of a loop at a time.

participant and scheduler: threads, and who of them goes on. handles, choosing, chains, loop and
methods: the turns of an event loop, and who acts in each. generators: the steps of gen.coroutine.
bare: the same for a program that runs again and again, when only its outcome counts.
"""
