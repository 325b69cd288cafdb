"""Skills of people come in by a file and go out by one (R135)."""

import pytest
from django.db import transaction
from django.http import QueryDict

from accounts.tests.builders import make_user
from common.exports.lists import Asked
from orders.intake.imports.tests.builders import bring_in, dry_run, issues
from orders.intake.imports.tests.test_masters import masters, section, write
from tasks.assigning import exporting, keeping
from tasks.task.models import PersonSkill
from tasks.tests.builders import AT, make_shop, skill

pytestmark = pytest.mark.django_db
PROFILE = masters(["skills"], section("skills", person="who", skill="what", level="level"))
HEAD = "who,what,level\n"


def levels(person):
    return dict(PersonSkill.objects.filter(user=person).values_list("skill__code", "level"))


def test_a_file_sets_levels_takes_skills_away_and_leaves_the_others(tmp_path):
    shop = make_shop()
    one, other = skill("ASSEMBLY"), skill("CALIBRATION")
    keeping.set_skills(actor=shop.foreman, user_id=shop.worker.pk, levels={one.pk: 2, other.pk: 5}, at=AT)
    rows = f"{shop.worker.username},{one.code},0\n{shop.mate.name},{other.name},4\n"
    bring_in(write(tmp_path, skills=HEAD + rows), PROFILE)
    assert levels(shop.worker) == {other.code: 5}
    assert levels(shop.mate) == {other.code: 4}


def test_who_or_what_there_is_not_and_levels_out_of_reach_are_refused(tmp_path):
    shop = make_shop()
    who, what = shop.worker.username, skill("ASSEMBLY").code
    bad = f"nobody,{what},3\n{who},FLYING,3\n{who},{what},6\n{who},{what},-1\n"
    bad += f"{who},CALIBRATION,3\n{who},CALIBRATION,4\n"
    run = dry_run(write(tmp_path, skills=HEAD + bad), PROFILE)
    assert {(code, line) for _entity, code, line in issues(run)} == {
        ("unknown_person", 2),
        ("unknown_skill", 3),
        ("too_large", 4),
        ("too_small", 5),
        ("repeated", 7),
    }


def test_nobody_brings_in_skills_of_others_people(tmp_path):
    shop = make_shop()
    file = f"{HEAD}{shop.worker.username},{skill('ASSEMBLY').code},3\n"
    desk = make_user("order_desk")  # brings in files, and leads nobody
    assert [code for _entity, code, _line in issues(dry_run(write(tmp_path, skills=file), PROFILE, actor=desk))] == [
        "not_your_people"
    ]
    assert not issues(dry_run(write(tmp_path, skills=file), PROFILE, actor=make_user("administrator")))


def test_the_file_that_goes_out_is_one_that_comes_in():
    shop = make_shop()
    keeping.set_skills(actor=shop.foreman, user_id=shop.worker.pk, levels={skill("ASSEMBLY").pk: 4}, at=AT)

    def rows_of(actor, query=""):
        asked = Asked(query=QueryDict(query), at=AT, columns=["person", "skill", "level"])
        sheet = exporting.open_skills(actor, asked)
        with transaction.atomic():
            return [tuple(row) for row in sheet.rows()]

    assert rows_of(shop.foreman) == [(shop.worker.username, "ASSEMBLY", 4)]
    assert rows_of(shop.foreman, f"q={shop.mate.name}") == []
    assert rows_of(shop.keeper) == []  # of another department
