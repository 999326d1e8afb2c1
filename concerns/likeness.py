"""Finds concerns that may be about the same matter. It proposes; nothing is ever merged by it.

Words of at least two characters lead to candidates (the rarest first), which are then compared by the idf-weighted
cosine of words and bigrams. No person plays a part: numbers, addresses and names are taken out before.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from math import log, sqrt

from django.db.models import Case, Max, Sum, Value, When

from search.segment import segmenter

from . import counting, redaction
from .models import Concern, ConcernTerm

# Words that nearly every concern has.
COMMON = frozenset(
    [
        "反映",
        "问题",
        "情况",
        "希望",
        "要求",
        "有关",
        "部门",
        "相关",
        "处理",
        "解决",
        "尽快",
        "给予",
        "来电",
        "市民",
        "诉求",
        "咨询",
        "投诉",
        "求助",
        "建议",
        "您好",
        "你好",
        "请问",
        "领导",
        "现在",
        "一直",
        "没有",
        "可以",
        "怎么",
        "什么",
        "为什么",
        "我们",
        "他们",
        "自己",
        "这个",
        "那个",
        "进行",
        "已经",
        "因为",
        "所以",
        "但是",
        "如果",
        "时候",
        "时间",
        "今天",
        "昨天",
        "先生",
        "女士",
        "群众",
        "村民",
        "居民",
        "工作人员",
        "人员",
        "回复",
        "答复",
        "谢谢",
        "感谢",
        "核实",
        "反馈",
        "表示",
        "认为",
        "目前",
        "需要",
        "能够",
        "是否",
        "不能",
        "无法",
        "导致",
        "影响",
        "存在",
        "多次",
        "至今",
        "仍然",
        "造成",
    ]
)
MOST_POSTINGS = 20_000  # rows looked at for candidates
CANDIDATES = 100
LONGEST_TERM = 40


@dataclass(frozen=True)
class Similar:
    """`score` from 0 to 1; `why`: the words that both share, the heaviest first."""

    concern: Concern
    score: float
    why: list[str]


def matter_of(subject: str, text: str) -> str:
    """The words of a concern without numbers, addresses and names."""
    whole = f"{subject}\n{text}".strip()
    return redaction.apply(whole, [span.blank() for span in redaction.propose(whole)])


def terms_of(matter: str) -> list[str]:
    """The words that lead to a concern. Each once, in order."""
    words = segmenter().segment(matter).words
    kept = (word[:LONGEST_TERM] for word in words if len(word) > 1 and word not in COMMON and not word.isdigit())
    return list(dict.fromkeys(kept))


def similar(subject: str, text: str, limit: int = 10, leave_out: int | None = None) -> list[Similar]:
    """The concerns most like this one, the most like first; open and answered ones alike."""
    matter = matter_of(subject, text)
    terms = terms_of(matter)
    # The number of the newest stands for how many there are: only its magnitude matters.
    total = Concern.objects.aggregate(newest=Max("pk"))["newest"] or 0
    counted = counting.counts([ConcernTerm.objects.filter(term=term) for term in terms], MOST_POSTINGS)
    often = {term: number for term, number in zip(terms, counted, strict=True) if number}
    weights = {term: log(1 + total / often.get(term, 1)) for term in terms}
    chosen: list[str] = []
    postings = 0
    for term in sorted(often, key=lambda term: often[term]):
        if chosen and postings + often[term] > MOST_POSTINGS:
            break
        chosen.append(term)
        postings += often[term]
    best = _candidates({term: weights[term] for term in chosen}, leave_out)
    asked = _weighted(matter)
    found = []
    for concern in Concern.objects.filter(pk__in=best).only("code", "source_number", "matter"):
        score = _cosine(asked, vector := _weighted(concern.matter), weights)
        why = sorted((term for term in terms if term in vector), key=lambda term: -weights[term])[:6]
        found.append(Similar(concern, round(score, 4), why))
    found.sort(key=lambda item: (-item.score, -item.concern.pk))
    return found[:limit]


SAME = 0.4  # from here on two matters count as one question
EVERYWHERE = 0.4  # a word in more of them than this leads nowhere


def groups(matters: list[str]) -> list[list[int]]:
    """The places of those that ask about the same, each in one group with the first that did."""
    vectors = [_weighted(matter) for matter in matters]
    often = Counter(token for vector in vectors for token in vector if not token.startswith("≈"))
    weights = {token: log(1 + len(matters) / count) for token, count in often.items()}
    made: list[list[int]] = []
    by_word: dict[str, list[int]] = defaultdict(list)  # word → the groups whose first one holds it
    for place, vector in enumerate(vectors):
        words = [token for token in vector if token in often and often[token] <= max(2, EVERYWHERE * len(matters))]
        near = Counter(group for word in words for group in by_word[word])
        scored = [(_cosine(vector, vectors[made[group][0]], weights), group) for group, _shared in near.most_common(20)]
        score, best = max(scored, default=(0.0, 0))
        if score >= SAME:
            made[best].append(place)
            continue
        for word in words:
            by_word[word].append(len(made))
        made.append([place])
    return made


def _candidates(weights: dict[str, float], leave_out: int | None) -> list[int]:
    """The concerns with the heaviest of these words together."""
    if not weights:
        return []
    heavy = Sum(Case(*(When(term=term, then=Value(weight)) for term, weight in weights.items()), default=Value(0.0)))
    rows = ConcernTerm.objects.filter(term__in=weights).exclude(concern=leave_out)
    summed = rows.order_by().values("concern").annotate(weight=heavy).order_by("-weight", "-concern")
    return list(summed.values_list("concern", flat=True)[:CANDIDATES])


def _weighted(matter: str) -> dict[str, float]:
    """How often each word and bigram stands in it, dampened."""
    segmented = segmenter().segment(matter)
    words: Iterable[str] = (word for word in segmented.words if word not in COMMON)
    counts = Counter([*words, *(f"≈{pair}" for pair in segmented.bigrams)])
    return {token: 1 + log(count) for token, count in counts.items()}


def _cosine(left: dict[str, float], right: dict[str, float], weights: dict[str, float]) -> float:
    heaviest = max(weights.values(), default=1.0)

    def weight(token: str) -> float:
        # A bigram weighs little beside a word that is known to be rare.
        return 0.35 * heaviest if token.startswith("≈") else weights.get(token, heaviest)

    def length(vector: dict[str, float]) -> float:
        return sqrt(sum((value * weight(token)) ** 2 for token, value in vector.items()))

    shared = sum(value * right[token] * weight(token) ** 2 for token, value in left.items() if token in right)
    whole = length(left) * length(right)
    return min(shared / whole, 1.0) if whole else 0.0
