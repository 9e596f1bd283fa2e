async def ask_all(call, hang_up, names):
    answers = {}
    for name in names:
        try:
            answers[name] = await call(name)
        except Exception as error:
            answers[name] = error
        finally:
            hang_up(name)
    return answers
