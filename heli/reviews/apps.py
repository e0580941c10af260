from django.apps import AppConfig


class ReviewsConfig(AppConfig):
    name = "heli.reviews"
    label = "reviews"
    verbose_name = "民主评议党员"
