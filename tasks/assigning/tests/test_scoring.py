"""What a score is made of (R135)."""

from decimal import Decimal as D

from tasks.assigning import scoring
from tasks.assigning.scoring import Asked, Facts, Hours

WEIGHTS = {"skill": 40, "experience": 30, "load": 20, "punctuality": 10}
FREE = Hours(D(16), D(0))


def facts(**fields):
    return Facts(**{"needed": D(8), "window": FREE, "around": FREE, "days": 2, **fields})


def points(name, **fields):
    return next(one.points for one in scoring.score(facts(**fields), WEIGHTS).parts if one.name == name)


def test_the_best_there_is_scores_a_hundred():
    best = facts(asked=[Asked("Welding", 3, 5)], alike=50, ended=100_000, in_time=100_000)
    assert scoring.score(best, WEIGHTS).total == 100


def test_more_skill_than_asked_counts_a_little_less_than_asked_a_lot():
    below, just, above = (points("skill", asked=[Asked("Welding", 3, has)]) for has in (2, 3, 4))
    assert below < just < above
    assert (just - below) > (above - just)


def test_nothing_asked_is_a_full_fit():
    assert points("skill") == 40


def test_practice_adds_until_it_is_enough():
    assert points("experience", alike=5) == 15
    assert points("experience", alike=10) == points("experience", alike=400) == 30


def test_hours_that_do_not_fit_into_its_days_cost_points():
    assert points("load", window=Hours(D(16), D(12))) < points("load", window=Hours(D(16), D(8)))


def test_of_two_for_whom_it_fits_the_freer_one_is_ahead():
    assert points("load", around=Hours(D(80), D(70))) < points("load", around=Hours(D(80), D(10)))


def test_overbooked_is_not_less_than_nothing():
    assert points("load", window=Hours(D(16), D(40)), around=Hours(D(80), D(200))) == 0


def test_who_has_no_history_stands_between_the_punctual_and_the_late():
    late, new, punctual = (
        points("punctuality", ended=20, in_time=n) if n is not None else points("punctuality") for n in (5, None, 20)
    )
    assert late < new < punctual


def test_who_lacks_a_skill_or_is_away_is_not_proposed_and_it_says_why():
    assert "Welding" in scoring.score(facts(asked=[Asked("Welding", 1, 0)]), WEIGHTS).why_not
    assert scoring.score(facts(away_days=2), WEIGHTS).why_not
    assert not scoring.score(facts(away_days=1), WEIGHTS).why_not


def test_the_evidence_names_level_practice_and_free_hours():
    said = scoring.score(facts(asked=[Asked("Welding", 3, 4)], alike=42, ended=10, in_time=9), WEIGHTS).evidence
    assert "Welding: level 4 of 3" in said and "did 42 of the like" in said
    assert "90% of 10 tasks in time" in said and "16 of 8 hours free" in said
