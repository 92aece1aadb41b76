"""Knows the topics on which residents are asked, their dimensions and names; knows no answer."""

from __future__ import annotations

from shequ_eval.vocabulary.survey_mapping import Dimension

TOPIC_TABLE: tuple[tuple[str, Dimension, str, str], ...] = (
    ("hall", "services", "便民服务站办事", "Service point"),
    ("elderly", "services", "为老助老服务", "Services for older people"),
    ("space", "facilities", "活动场所", "Places to meet"),
    ("upkeep", "facilities", "公共设施维护", "Upkeep of shared facilities"),
    ("council", "consultation", "居民议事协商", "Residents' consultation"),
    ("feedback", "consultation", "意见答复", "Replies to what residents raise"),
    ("order", "safety", "治安与出入安全", "Order and safety"),
    ("disputes", "safety", "邻里纠纷调解", "Settling disputes"),
    ("forms", "burden", "办事材料简便", "Little paperwork"),
    ("visits", "burden", "少跑腿", "Few repeated trips"),
)
TITLES = {topic: (zh, en) for topic, _, zh, en in TOPIC_TABLE}
DIMENSION_OF = {topic: dimension for topic, dimension, _, _ in TOPIC_TABLE}
DIMENSION_TITLES: dict[str, tuple[str, str]] = {
    "services": ("服务", "Services"),
    "facilities": ("设施", "Facilities"),
    "consultation": ("协商", "Consultation"),
    "safety": ("安全", "Safety"),
    "burden": ("负担", "Burden"),
    "overall": ("总体", "Overall"),
    "all": ("全部评价题", "All judgements"),
}
