"""Addresses of the pages of post. They are named after what they show: `post:outbox`, `post:letter`."""

from django.urls import path

from alliance.outbox.views import checking, letters, mails, prints, wording

app_name = "post"
urlpatterns = [
    path("outbox/", mails.outbox, name="outbox"),
    path("outbox/try-again/", mails.outbox_try_again, name="outbox_try_again"),
    path("mails/<int:pk>/", mails.mail, name="mail"),
    path("mails/<int:pk>/try-again/", mails.mail_try_again, name="mail_try_again"),
    path("mails/<int:pk>/cancel/", mails.mail_cancel, name="mail_cancel"),
    path("letters/", letters.letter_list, name="letter_list"),
    path("letters/mine/", letters.my_letters, name="my_letters"),
    path("letters/check/", checking.letter_check, name="letter_check"),
    path("letters/<int:pk>/", letters.letter, name="letter"),
    path("letters/<int:pk>/pdf/", letters.letter_pdf, name="letter_pdf"),
    path("letters/<int:pk>/try-again/", letters.letter_try_again, name="letter_try_again"),
    path("prints/", prints.print_list, name="print_list"),
    path("prints/start/", prints.print_start, name="print_start"),
    path("prints/<int:pk>/", prints.print_batch, name="print_batch"),
    path("prints/<int:pk>/pdf/", prints.print_pdf, name="print_pdf"),
    path("texts/", wording.text_list, name="text_list"),
    path("texts/<slug:app>/<slug:verb>/", wording.text, name="text"),
    path("texts/<slug:app>/<slug:verb>/standard/", wording.text_standard, name="text_standard"),
]
