"""Addresses of this app."""

from django.urls import path

from alliance.panels.views import clearing, desk, meetings, moderation, pack, rubrics, running, scoring, sharing, table

app_name = "panels"
urlpatterns = [
    path("", running.exercise_list, name="exercise_list"),
    path("rubrics/", rubrics.rubric_list, name="rubric_list"),
    path("rubrics/new/", rubrics.rubric_new, name="rubric_new"),
    path("rubrics/<int:pk>/", rubrics.rubric, name="rubric"),
    path("<int:pk>/", running.exercise, name="exercise"),
    path("<int:pk>/start/", running.exercise_start, name="exercise_start"),
    path("<int:pk>/end/", running.exercise_end, name="exercise_end"),
    path("<int:pk>/setup/", running.exercise_setup, name="exercise_setup"),
    path("<int:pk>/seats/", running.seat_list, name="seat_list"),
    path("<int:pk>/seats/<int:seat>/leave/", running.seat_leave, name="seat_leave"),
    path("<int:pk>/entries/<str:code>/sharing/", sharing.sharing, name="sharing"),
    path("<int:pk>/entries/<str:code>/sharing/<int:seat>/excuse/", sharing.excuse, name="excuse"),
    path("<int:pk>/entries/<str:code>/fewer/", table.fewer, name="fewer"),
    path("<int:pk>/entries/<str:code>/clear/", clearing.dossier_clear, name="dossier_clear"),
    path("<int:pk>/entries/<str:code>/clear/marks/", clearing.mark_decide, name="mark_decide"),
    path("<int:pk>/entries/<str:code>/clear/passage/", clearing.passage_black_out, name="passage_black_out"),
    path("<int:pk>/entries/<str:code>/clear/papers/<str:section>/", clearing.paper_decide, name="paper_decide"),
    path(
        "<int:pk>/entries/<str:code>/clear/papers/<str:section>/original/",
        clearing.paper_original,
        name="paper_original",
    ),
    path("<int:pk>/declaration/", desk.declaration, name="declaration"),
    path("<int:pk>/desk/", desk.desk, name="desk"),
    path("<int:pk>/desk/next/", scoring.next_unscored, name="next_unscored"),
    path("<int:pk>/desk/pack/", pack.pack, name="pack"),
    path("<int:pk>/desk/pack/pdf/", pack.pack_pdf, name="pack_pdf"),
    path("<int:pk>/score/<str:code>/", scoring.score, name="score"),
    path("<int:pk>/score/<str:code>/draft/", scoring.draft, name="draft"),
    path("<int:pk>/score/<str:code>/recuse/", desk.recuse, name="recuse"),
    path("<int:pk>/score/<str:code>/papers/<str:section>/", scoring.paper, name="paper"),
    path("<int:pk>/table/", table.table, name="table"),
    path("<int:pk>/meetings/", meetings.meeting_list, name="meeting_list"),
    path("<int:pk>/meetings/new/", meetings.meeting_open, name="meeting_open"),
    path("<int:pk>/meetings/<int:meeting>/", meetings.meeting, name="meeting"),
    path("<int:pk>/meetings/<int:meeting>/people/", meetings.meeting_change, name="meeting_change"),
    path("<int:pk>/meetings/<int:meeting>/close/", meetings.meeting_close, name="meeting_close"),
    path("<int:pk>/scorers/", moderation.scorer_list, name="scorer_list"),
    path("<int:pk>/table/<str:code>/", table.comparison, name="comparison"),
    path("<int:pk>/table/<str:code>/papers/<str:section>/", table.comparison_paper, name="comparison_paper"),
]
