from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("tray", "0002_requests")]

    operations = [
        migrations.AddField(model_name="indexstate", name="filters", field=models.JSONField(default=list)),
    ]
