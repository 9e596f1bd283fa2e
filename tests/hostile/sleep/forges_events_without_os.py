import io
import json


async def everybody(sleepers):
    said = [{"kind": "print", "t": 0.0, "text": f"{n}: sleeping", "stream": "stdout"} for n in sleepers]
    for name, seconds in sorted(sleepers.items(), key=lambda item: item[1]):
        said.append({"kind": "wait", "t": 0.0, "until": seconds, "who": name})
        said.append({"kind": "print", "t": seconds, "text": f"{name}: awake!", "stream": "stdout"})
    last = max(sleepers.values())
    said.append({"kind": "end", "t": last, "status": "finished", "loop_threads": ["MainThread"]})
    for descriptor in range(3, 12):
        try:
            pipe = io.FileIO(descriptor, "w", closefd=False)
            for number, event in enumerate(said, 1000):
                pipe.write(json.dumps({"n": number, **event}).encode() + b"\n")
        except (OSError, ValueError):
            continue
