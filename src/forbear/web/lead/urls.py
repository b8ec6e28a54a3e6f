"""The addresses of team leads, and of what they tell collectors."""

from __future__ import annotations

from django.urls import path

from forbear.web.lead import board, cases, coaching, listen, shifts

app_name = "lead"
urlpatterns = [
    path("lead/", board.board, name="board"),
    path("lead/cases/", cases.cases, name="cases"),
    path("lead/cases/move/", cases.move, name="move"),
    path("lead/cases/move-all/", cases.move_all, name="move-all"),
    path("lead/moves/<int:move_id>/undo/", cases.undo, name="undo"),
    path("lead/shifts/", shifts.shifts, name="shifts"),
    path("lead/shifts/week/", shifts.week, name="shift-week"),
    path("lead/shifts/day/", shifts.day, name="shift-day"),
    path("lead/listen/", listen.listen, name="listen"),
    path("lead/listen/<int:text_id>/", listen.text, name="text"),
    path("lead/listen/<int:text_id>/take/", listen.take, name="take"),
    path("lead/listen/<int:text_id>/heard/", listen.heard, name="heard"),
    path("lead/coaching/", coaching.write, name="coach"),
    path("lead/coaching/<int:note_id>/done/", coaching.done, name="coaching-done"),
    path("coaching/", coaching.own, name="own"),
    path("coaching/<int:note_id>/read/", coaching.own_read, name="own-read"),
]
