"""The reader moves the story, and its clock goes forward only."""

import threading
from datetime import UTC, datetime, timedelta

from demo.clock import StoryClock
from demo.director import Director, direct

APRIL = datetime(2025, 4, 28, 14, tzinfo=UTC)


def waiting(director):
    """A story that waits; it goes on when the event is set."""
    went_on = threading.Event()

    def wait():
        director.wait()
        went_on.set()

    threading.Thread(target=wait, daemon=True).start()
    return went_on


def test_it_plays_by_itself():
    assert waiting(Director(between=0)).wait(30)


def test_paused_it_waits_for_a_step_and_takes_one_only():
    director = Director(between=0, playing=False)
    first = waiting(director)
    assert not first.wait(0.5)
    director.command("step")
    assert first.wait(30)
    assert not waiting(director).wait(0.5)


def test_paused_it_goes_on_when_played():
    director = Director(between=0, playing=False)
    waits = waiting(director)
    director.command("play")
    assert waits.wait(30)


def test_in_a_hurry_it_waits_for_nothing():
    assert waiting(Director(hurried=True, playing=False)).wait(30)


def test_only_its_own_words_are_taken():
    assert not Director().command("stop")


def test_a_story_that_is_paused_from_the_beginning_goes_on_step_by_step_to_its_end():
    director, shown, ready = Director(between=0, playing=False), [], threading.Semaphore(0)

    def scene(number):
        shown.append(number)
        ready.release()

    scenes = [lambda: scene(1), lambda: scene(2), lambda: scene(3)]
    story = threading.Thread(target=direct, args=(director, scenes, lambda: None), daemon=True)
    story.start()
    assert not ready.acquire(timeout=0.5)
    for count in (1, 2):
        director.command("step")
        assert ready.acquire(timeout=30)
        assert shown == list(range(1, count + 1))
    assert director.state() == {"playing": False, "done": False}
    director.command("play")
    story.join(30)
    assert shown == [1, 2, 3]
    assert director.state() == {"playing": False, "done": True}


class Ticks:
    def __init__(self):
        self.now = 100.0

    def __call__(self):
        return self.now


def test_the_clock_stands_at_the_editions_moment_and_runs_on_by_the_second():
    ticks = Ticks()
    clock = StoryClock(APRIL, ticking=ticks)
    assert clock() == APRIL
    ticks.now += 7
    assert clock() == APRIL + timedelta(seconds=7)
    clock.leap(APRIL + timedelta(days=30))
    assert clock() == APRIL + timedelta(days=30)
    ticks.now += 1
    assert clock() == APRIL + timedelta(days=30, seconds=1)


def test_the_clock_never_goes_back():
    ticks = Ticks()
    clock = StoryClock(APRIL, ticking=ticks)
    ticks.now += 60
    clock.leap(APRIL)
    assert clock() == APRIL + timedelta(seconds=60)
