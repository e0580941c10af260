from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('figures', '0001_publications'),
    ]

    operations = [
        migrations.AddField(
            model_name='publication',
            name='period',
            field=models.CharField(blank=True, db_default='', max_length=12, verbose_name='期间'),
        ),
    ]
