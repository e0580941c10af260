urlpatterns = []
app_name = "reorganisation"
