app_name = "decomposition"
urlpatterns: list[object] = []
