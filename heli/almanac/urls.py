from django.urls import path

from heli.almanac.views import beneath, calendar, feed, year

app_name = "almanac"
urlpatterns = [
    path("", beneath.branches, name="branches"),
    path("export/", beneath.export, name="branches_export"),
    path("<int:pk>/", calendar.branch, name="branch"),
    path("<int:pk>/print/", calendar.printed, name="print"),
    path("<int:pk>/export/", calendar.export, name="export"),
    path("<int:pk>/fixed-day/", calendar.fixed_day, name="fixed_day"),
    path("<int:pk>/accept/", calendar.accept, name="accept"),
    path("<int:pk>/anew/", calendar.anew, name="anew"),
    path("<int:pk>/days/<int:requirement>/<int:period>/", calendar.day, name="day"),
    path("<int:pk>/days/<int:requirement>/<int:period>/give-up/", calendar.give_up, name="give_up"),
    path("year/", year.year, name="year"),
    path("year/entries/", year.entries, name="entries"),
    path("year/entries/<slug:entry>/", year.switch, name="switch"),
    path("feed/", feed.feed, name="feed"),
    path("feed/new/", feed.new, name="feed_new"),
    path("feed/close/", feed.close, name="feed_close"),
    path("feed/switch/", feed.switch, name="feed_switch"),
    path("feed/<str:token>.ics", feed.download, name="feed_file"),
]
