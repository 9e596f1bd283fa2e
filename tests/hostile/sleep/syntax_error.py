def everybody(sleepers:
    pass
