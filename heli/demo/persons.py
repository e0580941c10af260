"""Invented persons: names from common characters, ID numbers of a region that does not exist."""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from heli.demo.catalogue import REGION
from heli.kernel.periods import add_months

SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛"
    "叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔"
    "贺赖龚文"
)
GIVEN = (
    "伟芳娜秀敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂文辉力健世广志义兴良海山仁波宁贵福生龙元全国胜学祥"
    "才发成康星光天达安岩中茂进有坚和彪博诚先敬震振壮会思群豪心邦承乐绍功松善厚庆民友裕河哲江浩亮政谦"
    "亨奇固之轮翰朗伯宏言若鸣朋斌梁栋维启克伦翔旭鹏泽晨辰士以建家致树炎德行时泰盛雄琛钧冠策腾榕风航弘"
)
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECK = "10X98765432"


@dataclass(frozen=True, slots=True)
class Invented:
    """A person who does not exist."""

    name: str
    sex: str
    born_on: date
    id_number: str
    joined_on: date
    full_on: date | None
    retired: bool


class Persons:
    """Hands out persons, no two with the same ID number."""

    def __init__(self, random: Random, today: date) -> None:
        self._random = random
        self._today = today
        self._issued: dict[date, int] = {}

    def name(self) -> str:
        given = self._random.sample(GIVEN, self._random.choice((1, 2, 2)))
        return self._random.choice(SURNAMES) + "".join(given)

    def person(self, *, retired: bool, probationary: bool = False) -> Invented:
        """A member of the Party: joined at 18 or later (R04-01), a full member a year after (R04-19)."""
        born = self._born(retired)
        sequence = self._issued[born] = self._issued.get(born, -1) + 1
        adult = date(born.year + 19, born.month, min(born.day, 28))
        last = add_months(self._today, -14)
        joined = adult + timedelta(days=self._random.randrange(max(1, min((last - adult).days, 9000))))
        if probationary:
            joined = self._today - timedelta(days=self._random.randrange(20, 330))
        return Invented(
            name=self.name(),
            sex="男" if sequence % 2 else "女",
            born_on=born,
            id_number=_id_number(born, sequence),
            joined_on=joined,
            full_on=None if probationary else add_months(joined, 12),
            retired=retired,
        )

    def _born(self, retired: bool) -> date:
        youngest, oldest = (60, 88) if retired else (24, 59)
        age = self._random.randrange(youngest * 365, oldest * 365)
        return self._today - timedelta(days=age)


def _id_number(born: date, sequence: int) -> str:
    body = f"{REGION}{born:%Y%m%d}{sequence % 1000:03d}"
    return body + CHECK[sum(int(digit) * weight for digit, weight in zip(body, WEIGHTS, strict=True)) % 11]
