def everybody(sleepers):
    while True:
        pass
