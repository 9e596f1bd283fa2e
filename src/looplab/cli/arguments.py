"""What can be typed after ``looplab``, and what its help says."""

from __future__ import annotations

import argparse

from looplab import __version__
from looplab.cli.exploring import explore as do_explore
from looplab.cli.exporting import export as do_export
from looplab.cli.judging import check as do_check
from looplab.cli.judging import grade as do_grade
from looplab.cli.museum import museum as do_museum
from looplab.cli.options import command, how_to_run, reports, schedule, what_it_meets
from looplab.cli.running import compare as do_compare
from looplab.cli.running import course as do_course
from looplab.cli.running import run as do_run
from looplab.cli.running import show as do_show
from looplab.cli.serving import PORT
from looplab.cli.serving import serve as do_serve
from looplab.cli.watching import watch as do_watch


def parser_of_commands() -> argparse.ArgumentParser:
    """The parser of all commands; ``do`` in what it returns is the command to call."""
    parser = argparse.ArgumentParser(
        prog="looplab",
        description="Learn non-blocking I/O by seeing who holds the event loop.",
        epilog="Without a command: the course, where you are in it, and what is next.",
    )
    parser.add_argument("--version", action="version", version=f"looplab {__version__}")
    parser.set_defaults(do=do_course, command=None)
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")

    show = command(
        commands,
        "show",
        "show a script without its promise, to predict what it prints",
        "Prints the code of scripts, with line numbers and without the docstring at the top: it "
        "says what the script prints, and so it is the answer to the lesson's question.",
        "looplab show sleep/blocking\n  looplab show party/mingle party/not_started",
    )
    show.add_argument("scripts", nargs="+", metavar="SCRIPT", help="a file, or slug/script")
    show.set_defaults(do=do_show)

    run = command(
        commands,
        "run",
        "run a script and show who held the loop",
        "Runs any Tornado or asyncio script on a virtual clock, with its threads, servers, "
        "clients, files and processes: a sleep of five seconds takes no time. Prints what the "
        "script prints, then the timeline. Its network is in memory: there is no internet, and "
        "localhost, *.test and *.example are this machine.",
        "looplab run sleep/blocking\n  looplab run my_script.py --real\n"
        "  looplab run my_script.py -- --its-own option",
    )
    run.add_argument("script", help="a Python file, or slug/script from the course")
    how_to_run(run)
    run.add_argument(
        "--schedule",
        type=schedule,
        metavar="N",
        help="run what is ready in another order: a number is a shuffle that it repeats, a list "
        "(0,2,1) the choices themselves, as looplab explore prints them",
    )
    what_it_meets(run)
    run.set_defaults(do=do_run)

    explore = command(
        commands,
        "explore",
        "run a script in many orders, and show each way it can end",
        "Where several steps are ready, any of them may go first: a slow answer or a busy machine "
        "decides in life. Runs the script in many of these orders, all of them where there are "
        "few, and prints each different outcome with the schedule that repeats it. Exits with 0 "
        "if there is one outcome only, else with 1.",
        "looplab explore my_script.py\n  looplab run my_script.py --schedule 0,0,1",
    )
    explore.add_argument("script", help="a Python file, or slug/script from the course")
    explore.add_argument(
        "--runs", type=int, default=2000, metavar="N", help="at most so many runs (default 2000)"
    )
    explore.add_argument(
        "--seconds", type=float, default=10.0, help="at most so many real seconds (default 10)"
    )
    explore.add_argument("--json", action="store_true", help="a trace for each outcome, as JSON")
    what_it_meets(explore)
    explore.set_defaults(do=do_explore)

    compare = command(
        commands,
        "compare",
        "run the pair of a lesson, on one time scale",
        "Runs the scripts of a lesson and shows their timelines on one time scale, under one "
        "another, or side by side in a wide terminal.",
        "looplab compare sleep\n  looplab compare styles --all",
    )
    compare.add_argument("slug", help="a lesson, e.g. sleep")
    compare.add_argument("--all", action="store_true", help="all scripts of the lesson")
    how_to_run(compare)
    compare.set_defaults(do=do_compare)

    museum = command(
        commands,
        "museum",
        "old programs: what they printed then, and what they print now",
        "Lists programs that take the steps of those on well-known pages of 2012 and later, each "
        "with what it shows and how it ends on the Tornado of today.",
        "looplab museum\n  looplab run museum/gist_async_sleep",
    )
    museum.set_defaults(do=do_museum)

    serve = command(
        commands,
        "serve",
        "the course in a browser",
        "Serves the course to a browser on this machine, and to nobody else: lessons that can be "
        "played, predicted and stepped through, labs that are checked at every save. Prints its "
        "address, opens the browser, and works without the internet. Ctrl-C stops it.",
        "looplab serve\n  looplab serve --port 9000 --no-browser",
    )
    serve.add_argument(
        "--port", type=int, default=PORT, metavar="N", help=f"default {PORT}; 0: any free one"
    )
    serve.add_argument("--no-browser", action="store_true", help="only print the address")
    serve.set_defaults(do=do_serve)

    check = command(
        commands,
        "check",
        "check my own work on a lab, in words",
        "Runs the checks of a lab on your file, work/SLUG.py, which is made from the lab's starter "
        "the first time. Exits with 0 when all is right, else with 1.",
        "looplab check sleep\n  looplab check sleep other_try.py",
    )
    check.add_argument("lab", help="a lab, e.g. sleep, or a path to a lab's folder")
    check.add_argument("file", nargs="?", help="another file than work/SLUG.py")
    check.add_argument("--plain", action="store_true", help="no drawings: sentences and tables")
    check.add_argument("--seed", type=int, default=0, help="draws the inputs (default 0)")
    check.set_defaults(do=do_check)

    watch = command(
        commands,
        "watch",
        "check my own work at every save",
        "Shows the lab, what its checks say of work/SLUG.py, and the timeline of your last run, "
        "and checks again whenever you save the file. Single keys: n next lab, h one more hint, "
        "l list of all labs, t timeline (short, full, off), r reset to the starter, c check "
        "again, q quit.",
        "looplab watch\n  looplab watch sleep",
    )
    watch.add_argument("lab", nargs="?", help="a lab, e.g. sleep (default: the next one to do)")
    watch.set_defaults(do=do_watch)

    grade = command(
        commands,
        "grade",
        "grade a class",
        "Runs a lab's checks on every program at PATH: a folder with a .py file, or a folder, for "
        "each student, or the zip archive that Moodle or Canvas makes of a class's work. Writes "
        "DIR/results.jsonl, one result a line as soon as it is known, and the reports. Exits with "
        "0 when every submission has a verdict, whatever the marks.",
        "looplab grade sleep submissions.zip --out marks/\n"
        "  looplab grade sleep submissions/ --out marks/ --roster class.csv\n"
        "  looplab grade sleep one.py --out marks/ --report gradescope\n"
        "  looplab grade sleep submissions/ --out marks/ --cluster tls://big.example:8786",
    )
    grade.add_argument("lab", help="a lab, e.g. sleep, or a path to a lab's folder")
    grade.add_argument("path", help="the submissions: a folder, a zip archive, or a single file")
    grade.add_argument("--out", required=True, metavar="DIR", help="where to write the results")
    grade.add_argument(
        "--jobs",
        type=int,
        metavar="N",
        help="programs run at once (default: cores; on a cluster, in each worker: its threads)",
    )
    grade.add_argument(
        "--cluster",
        metavar="ADDRESS",
        help="run the programs on the workers of a Dask cluster (pip install 'looplab[dask]'): "
        "tls://HOST:8786, with the certificates that DASK_DISTRIBUTED__COMM__TLS__CA_FILE, "
        "..__TLS__CLIENT__CERT and ..__TLS__CLIENT__KEY name; tcp://127.0.0.1:8786 for a scheduler "
        "on this machine; local:2 starts two workers here",
    )
    grade.add_argument("--seed", type=int, default=0, help="draws the inputs (default 0)")
    grade.add_argument(
        "--resume", action="store_true", help="go on: grade only what is new or has changed"
    )
    grade.add_argument(
        "--report",
        type=reports,
        default=("html", "csv"),
        metavar="KINDS",
        help="which reports to write, of html, csv, junit, gradescope and classroom (default: "
        "html,csv)",
    )
    grade.add_argument(
        "--roster",
        metavar="CSV",
        help="a table of the students there should be, with a column student, name or id: who "
        "handed nothing in is missing, who is not in it is marked",
    )
    grade.add_argument(
        "--names",
        metavar="REGEX",
        help="how your site names what is handed in, with (?P<name>...) and, if need be, id, late "
        "and file, e.g. '(?P<name>[^-]+)-(?P<id>[0-9]+)-(?P<file>.+)'",
    )
    grade.add_argument(
        "--isolation",
        choices=("auto", "strict", "basic"),
        default="auto",
        help="how far programs are kept apart from this account. auto: by all that works on this "
        "machine, saying what stays open; strict: that, or nothing is graded; basic: a process "
        "each, limits and an empty folder, while files and network stay open to them",
    )
    grade.set_defaults(do=do_grade)

    export = command(
        commands,
        "export",
        "make the students' edition of the course",
        "Writes the course to a new folder DIR as students get it: without the solutions, the "
        "wrong programs and the hidden checks, but with the advice for each known mistake, and "
        "with looplab itself, since its wheel carries the solutions. Its README.md says how to "
        "begin.",
        "looplab export ../looplab-for-students",
    )
    export.add_argument("folder", metavar="DIR", help="a folder that is new or empty")
    export.set_defaults(do=do_export)
    return parser
