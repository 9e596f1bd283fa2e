"""Whose is what: the items of a class's folder or archive, sorted to its students."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from looplab.roster.items import File, Folder, Item, Unusable, chosen
from looplab.roster.platforms import Claim, Platform, newest, platform_of
from looplab.roster.submission import Submission

_TYPED = "it was typed or pasted into the page, not handed in as a file: the .py file is wanted"


def handed_in(items: Sequence[Item], slug: str, own: Platform | None = None) -> list[Submission]:
    """A submission for each student who is to be seen in these items, by name.

    What a platform has named is that student's; else each ``.py`` file and each folder is one
    student's, named by it.
    """
    platform = platform_of(items, own)
    claims: dict[str, list[tuple[Claim, Item]]] = {}
    found: dict[str, Submission] = {}
    for item in items:
        claim = platform.claim(item.name) if platform else None
        if claim is not None:
            claims.setdefault(claim.id or claim.name, []).append((claim, item))
        elif (submission := _of_hand(item, slug)) is not None:
            if submission.student in found:
                submission = replace(submission, student=item.name + "/")
            found[submission.student] = submission
    all_of_them = [*found.values()]
    if platform is not None:
        names = Counter(theirs[0][0].name for theirs in claims.values())
        for theirs in claims.values():
            submission = _of_platform(platform, theirs, slug)
            if names[submission.student] > 1:
                both = f"{submission.student} ({theirs[0][0].id})"
                submission = replace(submission, student=both)
            all_of_them.append(submission)
    return told_apart(all_of_them)


def told_apart(found: Sequence[Submission]) -> list[Submission]:
    """Sorted by name, nobody twice: of two of one name the second gets a number."""
    taken: set[str] = set()
    apart = []
    for submission in found:
        name, count = submission.student, 1
        while name in taken:
            count += 1
            name = f"{submission.student} #{count}"
        taken.add(name)
        apart.append(replace(submission, student=name) if count > 1 else submission)
    return sorted(apart, key=lambda submission: submission.student)


def _of_hand(item: Item, slug: str) -> Submission | None:
    if isinstance(item, Folder):
        return _submission(item.name, _in(item, slug))
    if item.problem or item.name.endswith(".py"):
        return _submission(item.name.removesuffix(".py"), item)
    return None


def _in(folder: Folder, slug: str) -> File | str:
    return folder.problem or chosen(folder.files, slug, "the folder holds")


def _of_platform(platform: Platform, theirs: Sequence[tuple[Claim, Item]], slug: str) -> Submission:
    files: list[tuple[int, File]] = []
    typed = False
    problem = ""
    for claim, item in theirs:
        if claim.typed:
            typed = True
        elif isinstance(item, Folder):
            problem = problem or item.problem
            files += [(claim.number, file) for file in item.files]
        else:
            files.append((claim.number, replace(item, name=claim.file or item.name)))
    which = newest(files) if platform.again else [file for _, file in files]
    file = problem or (_TYPED if typed and not which else chosen(which, slug, "there is"))
    claim = theirs[0][0]
    late = any(claim.late for claim, _ in theirs)
    return replace(_submission(claim.name, file), late=late, ids=platform.ids(claim))


def _submission(student: str, file: File | str) -> Submission:
    if isinstance(file, str):
        return Submission(student, None, file)
    if file.problem:
        return Submission(student, None, file.problem)
    if file.packed is None:
        return Submission(student, file.path, file="" if file.path is None else _other_name(file))
    try:
        return Submission(student, None, data=file.packed(), file=file.name)
    except Unusable as reason:
        return Submission(student, None, str(reason), file=file.name)


def _other_name(file: File) -> str:
    """The name without what a platform put before it; empty where that is its name on disk."""
    assert file.path is not None
    return "" if file.name == file.path.name else file.name
