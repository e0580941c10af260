"""What comes round by itself, on an installation where there is nothing to do yet."""

from tests.cli.conftest import Heli


def test_every_job_runs_on_an_empty_installation_and_tells_what_it_did(heli: Heli) -> None:
    done = heli("tick", "--now")
    assert done.returncode == 0, done.stderr
    assert "支委会 0 个" in done.stdout
    assert "统计各数据表" in done.stdout
