"""Addresses of the yearly ask."""

from django.urls import path

from alliance.surveys.views import answering, asks, replies

app_name = "surveys"
urlpatterns = [
    path("", asks.ask_list, name="ask_list"),
    path("new/", asks.ask_create, name="ask_create"),
    path("<int:pk>/", asks.ask, name="ask"),
    path("<int:pk>/change/", asks.ask_change, name="ask_change"),
    path("<int:pk>/preview/", asks.ask_preview, name="ask_preview"),
    path("<int:pk>/open/", asks.ask_open, name="ask_open"),
    path("<int:pk>/extend/", asks.ask_extend, name="ask_extend"),
    path("<int:pk>/close/", asks.ask_close, name="ask_close"),
    path("<int:pk>/remind/", asks.ask_remind, name="ask_remind"),
    path("<int:pk>/newcomers/", asks.ask_newcomers, name="ask_newcomers"),
    path("<int:pk>/schools/", replies.reply_list, name="reply_list"),
    path("<int:pk>/answers/", replies.answers_download, name="answers_download"),
    path("answers/", replies.reply_mine, name="reply_mine"),
    path("answers/<int:pk>/", replies.reply, name="reply"),
    path("answers/<int:pk>/send/", replies.reply_send, name="reply_send"),
    path("answers/<int:pk>/reopen/", replies.reply_reopen, name="reply_reopen"),
    path("answers/<int:pk>/give/", answering.school_answer, name="school_answer"),
    path("answers/<int:pk>/give/check/", answering.school_answer_check, name="school_answer_check"),
    path("answers/<int:pk>/give/part/<slug:section>/", answering.school_answer_part, name="school_answer_part"),
    path("answer/<slug:token>/", answering.answer, name="answer"),
    path("answer/<slug:token>/check/", answering.answer_check, name="answer_check"),
    path("answer/<slug:token>/part/<slug:section>/", answering.answer_part, name="answer_part"),
]
