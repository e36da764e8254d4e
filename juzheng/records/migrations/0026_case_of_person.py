# One person's cases in one committee are found by an index of their own (一人在一处的办件).

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('records', '0025_tally_of_place'),
    ]

    operations = [
        migrations.AlterField(
            model_name='case',
            name='identity_index',
            field=models.CharField(max_length=64),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(fields=['identity_index', 'committee'], name='case_of_person'),
        ),
    ]
