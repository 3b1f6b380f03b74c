from recommendations.services.links import link_of, remind_silent, send_link, send_links
from recommendations.services.rounds import (
    NothingToValidate,
    RoundIsClosed,
    close_due_rounds,
    close_round,
    freeze_result,
    open_round,
    record_answers,
    reworded_since,
)
from recommendations.services.wordings import (
    add_recommendation,
    add_wording,
    move_finding,
    say_action_answers,
    take_back_response,
)

__all__ = [
    "NothingToValidate",
    "RoundIsClosed",
    "add_recommendation",
    "add_wording",
    "close_due_rounds",
    "close_round",
    "freeze_result",
    "link_of",
    "move_finding",
    "open_round",
    "record_answers",
    "remind_silent",
    "reworded_since",
    "say_action_answers",
    "send_link",
    "send_links",
    "take_back_response",
]
