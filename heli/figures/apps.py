from django.apps import AppConfig


class FiguresConfig(AppConfig):
    """The app `figures`: has its tables guarded as the audit's are, for what was published stays."""

    name = "heli.figures"
    label = "figures"
    verbose_name = "发布的数字"

    def ready(self) -> None:
        """Called by Django once all models are known."""
        from heli.figures.models import CorrectedFigure, Correction, Figure, Publication
        from heli.kernel import triggers

        triggers.write_once(Publication._meta.db_table, prefix="figures_pub")
        triggers.write_once(Figure._meta.db_table, prefix="figures_fig")
        triggers.write_once(Correction._meta.db_table, prefix="figures_cor")
        triggers.write_once(CorrectedFigure._meta.db_table, prefix="figures_new")
