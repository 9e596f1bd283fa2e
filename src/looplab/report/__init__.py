"""What a grading is turned into for people and other programs: all derived from its results."""
