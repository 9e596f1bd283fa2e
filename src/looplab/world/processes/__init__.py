"""Other processes: programs that are started, and pools that compute.

children (what they are doing), starting (subprocess), reaping (how they ended), copies (forks,
which are refused), workers, jobs and pools (ProcessPoolExecutor).
"""
