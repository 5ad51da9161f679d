from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("tray", "0003_index_filters")]

    operations = [
        migrations.RemoveIndex(model_name="place", name="place_coordinates"),
        migrations.AddIndex(
            model_name="place",
            index=models.Index(fields=["latitude", "longitude", "offer"], name="place_where"),
        ),
        migrations.AddIndex(
            model_name="place",
            index=models.Index(fields=["postal_code"], name="place_postal_code"),
        ),
    ]
