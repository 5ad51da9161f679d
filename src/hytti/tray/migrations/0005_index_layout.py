from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("tray", "0004_place_indexes")]

    operations = [
        migrations.AddField(
            model_name="indexstate", name="layout", field=models.PositiveSmallIntegerField(default=0)
        ),
    ]
